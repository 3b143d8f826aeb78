//! `manifest.json`: how a result came about, and the hashes of its files.

use daylight_core::wire::{SCHEMA_VERSION, v1};
use daylight_core::{Intake, Package, Problem, SourceFile};

use crate::findings;

/// The manifest of a package whose files are `outputs`.
pub(crate) fn manifest(package: &Package, outputs: Vec<v1::OutputFile>, withheld: Vec<String>) -> v1::Manifest {
    let data = &package.dataset;
    v1::Manifest {
        schema_version: SCHEMA_VERSION.to_owned(),
        program: "daylight".to_owned(),
        program_version: package.run.version.clone(),
        command: package.run.command.clone(),
        seed: package.analysis.settings.seed,
        settings: findings::settings(package),
        pseudonyms: package.pseudonyms,
        intake: intake(data.intake),
        inputs: data.sources.iter().map(input).collect(),
        problem_counts: problem_counts(package),
        problem_examples: data.problems.examples.iter().map(example).collect(),
        outputs,
        withheld,
    }
}

fn intake(i: Intake) -> v1::Intake {
    v1::Intake { read: i.read, kept: i.kept, rejected: i.rejected }
}

fn input(s: &SourceFile) -> v1::Input {
    let column = |c: &daylight_core::Columns| v1::Column {
        role: c.role.clone(),
        column: c.column.clone(),
        reason: c.reason.clone(),
    };
    v1::Input {
        name: s.name.clone(),
        sha256: s.sha256.clone(),
        bytes: s.bytes,
        format: s.format.clone(),
        columns: s.columns.iter().map(column).collect(),
        notes: s.notes.clone(),
        intake: intake(s.intake),
    }
}

fn problem_counts(package: &Package) -> Vec<v1::ProblemCount> {
    let counts = package.dataset.problems.counts.iter();
    counts
        .map(|((input, column, reason, rejected), &n)| v1::ProblemCount {
            input: *input,
            column: column.clone(),
            reason: reason.clone(),
            rejected: *rejected,
            n,
        })
        .collect()
}

fn example(p: &Problem) -> v1::ProblemExample {
    v1::ProblemExample {
        input: p.source,
        line: p.line,
        column: p.column.clone(),
        reason: p.reason.clone(),
        value: p.value.clone(),
        rejected: p.rejected,
    }
}
