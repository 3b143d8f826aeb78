//! Kernels against values computed with exact rationals and 400 digits (`bench/reference/calibration.py`).

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use daylight_algo::{Jitter, fdr, stats, tails};
use serde_json::Value;

fn cases(kind: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("../../../testdata/reference/calibration.json")).unwrap();
    let list = all[kind].as_array().unwrap().clone();
    assert!(!list.is_empty());
    list
}

fn num(v: &Value) -> f64 {
    v.as_f64().unwrap_or_else(|| v.as_str().unwrap().parse().unwrap())
}

fn nums(v: &Value) -> Vec<f64> {
    v.as_array().unwrap().iter().map(num).collect()
}

fn close(got: f64, want: f64, relative: f64, what: &Value) {
    assert!((got - want).abs() <= relative * want.abs() + 1e-300, "{got} is not {want} for {what}");
}

#[test]
fn poisson_tails() {
    for c in cases("poisson") {
        close(tails::poisson_ln_sf(num(&c["k"]) as u32, num(&c["lambda"])), num(&c["ln_sf"]), 1e-11, &c);
    }
}

#[test]
fn poisson_binomial_tails() {
    for c in cases("poisson_binomial") {
        close(tails::poisson_binomial_sf_exact(num(&c["k"]) as u32, &nums(&c["p"])), num(&c["sf"]), 1e-11, &c);
    }
}

#[test]
fn jitter_in_closed_form() {
    for c in cases("jitter") {
        let jitter = Jitter { window: num(&c["window"]) as i64, half_width: num(&c["half_width"]) as i64 };
        close(jitter.probability(num(&c["dt"]) as i64, 0, 0), num(&c["p"]), 1e-9, &c);
    }
}

#[test]
fn cauchy_combinations() {
    for c in cases("cauchy") {
        close(fdr::cauchy_combination(&nums(&c["p"])).unwrap(), num(&c["combined"]), 1e-10, &c);
    }
}

#[test]
fn benjamini_hochberg_adjustments() {
    for c in cases("bh") {
        let got = fdr::benjamini_hochberg(&nums(&c["p"]), num(&c["n_tests"]) as u64);
        for (g, w) in got.iter().zip(nums(&c["q"])) {
            close(*g, w, 1e-12, &c);
        }
    }
}

#[test]
fn sign_tests() {
    for c in cases("sign") {
        close(stats::sign_test(num(&c["a"]) as u32, num(&c["b"]) as u32), num(&c["p"]), 1e-11, &c);
    }
}
