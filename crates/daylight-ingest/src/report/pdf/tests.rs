//! Made by hand, byte for byte; and hostile ones.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::*;

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn stream(dict: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {dict} /Length {} >>\nstream\n", bytes.len()).into_bytes();
    out.extend(bytes);
    out.extend(b"\nendstream");
    out
}

/// A file with these objects, from number 1, and a trailer.
fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    for (i, object) in objects.iter().enumerate() {
        out.extend(format!("{} 0 obj\n", i + 1).into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    out.extend(format!("trailer << {trailer} >>\n%%EOF\n").into_bytes());
    out
}

fn one_page(content: &[u8], font: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_vec(),
        stream("/Filter /FlateDecode", &packed(content)),
        font.as_bytes().to_vec(),
    ];
    objects.extend(more.iter().cloned());
    file(&objects, "/Root 1 0 R")
}

const PLAIN: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

#[test]
fn lines_paragraphs_and_words_are_told_apart_by_their_places() {
    let content =
        b"BT /F1 10 Tf 72 700 Td (At least 11 contests) Tj 0 -12 Td [(in nine) -400 (democra) 10 (cies.)] TJ \
        0 -40 Td (It said \\(twice\\): \\223no\\224.) Tj ET";
    let text = pdf_text(&one_page(content, PLAIN, &[])).unwrap();
    assert_eq!(text, "At least 11 contests\nin nine democracies.\n\nIt said (twice): “no”.\n");
}

#[test]
fn fonts_with_a_map_and_with_differences_are_read() {
    let map = b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0003> <0020> endbfchar \
        2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<00E9> <00660069>] endbfrange";
    let font = "<< /Subtype /Type0 /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [<< /DW 500 >>] >>";
    let content = b"BT /F1 10 Tf 1 0 0 1 50 50 Tm <001000110012000300200021> Tj ET";
    let text = pdf_text(&one_page(content, font, &[stream("", map)])).unwrap();
    assert_eq!(text, "ABC éfi\n");
    let font = "<< /Subtype /Type1 /Encoding << /Differences [1 /T /eacute /fi 32 /space] >> >>";
    let text = pdf_text(&one_page(b"BT /F1 10 Tf (\x01\x02 \x03) Tj ET", font, &[])).unwrap();
    assert_eq!(text, "Té fi\n");
}

#[test]
fn objects_packed_in_streams_are_found() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >> ",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >> ",
        "<< /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >> ",
    ];
    let (mut head, mut at) = (String::new(), 0);
    for (i, object) in objects.iter().enumerate() {
        head = format!("{head}{} {at} ", i + 1);
        at += object.len();
    }
    let first = head.len();
    let inner = (head + &objects.concat()).into_bytes();
    let mut bytes = b"%PDF-1.5\n".to_vec();
    for (n, object) in [
        (4, stream("", b"BT /F1 10 Tf (packed) Tj ET")),
        (5, PLAIN.as_bytes().to_vec()),
        (6, stream(&format!("/Type /ObjStm /N 3 /First {first} /Filter /FlateDecode"), &packed(&inner))),
        (7, stream("/Type /XRef /Root 1 0 R", b"")),
    ] {
        bytes.extend(format!("{n} 0 obj\n").into_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    assert_eq!(pdf_text(&bytes).unwrap(), "packed\n");
}

fn refused(bytes: &[u8]) -> String {
    pdf_text(bytes).unwrap_err().to_string()
}

#[test]
fn what_cannot_be_read_says_why() {
    assert!(refused(b"<html>").contains("does not begin like one"));
    assert!(refused(b"%PDF-1.4 nothing").contains("no list of pages"));
    assert!(refused(&file(&[], "/Encrypt 9 0 R")).contains("encrypted"));
    assert!(refused(&one_page(b"q Q", PLAIN, &[])).contains("no text that can be read"));
    let unmapped = "<< /Subtype /Type0 /Encoding /Identity-H >>";
    assert!(refused(&one_page(b"BT /F1 10 Tf <00010002> Tj ET", unmapped, &[])).contains("a scan"));
}

#[test]
fn bombs_loops_and_depths_end() {
    let zeros = packed(&vec![b' '; 200 << 20]);
    let mut bomb = one_page(b"BT ET", PLAIN, &[]);
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Kids [3 0 R] >>".to_vec(),
        b"<< /Contents 4 0 R >>".to_vec(),
        stream("/Filter /FlateDecode", &zeros),
    ];
    assert!(refused(&file(&objects, "/Root 1 0 R")).contains("unpacks to more than"));
    let circle = [b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(), b"<< /Kids [2 0 R 2 0 R] >>".to_vec()];
    assert!(refused(&file(&circle, "/Root 1 0 R")).contains("no text"));
    let form =
        b"<< /Subtype /Form /Resources << /XObject << /X 6 0 R >> >> /Length 12 >>\nstream\n/X Do /X Do \nendstream";
    let page = b"<< /Contents 4 0 R /Resources << /XObject << /X 6 0 R >> >> >>".to_vec();
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Kids [3 0 R] >>".to_vec(),
        page,
        stream("", b"/X Do"),
        PLAIN.as_bytes().to_vec(),
        form.to_vec(),
    ];
    assert!(refused(&file(&objects, "/Root 1 0 R")).contains("no text"));
    bomb.extend(format!("9 0 obj {}", "[".repeat(100_000)).into_bytes());
    bomb.extend("9 0 obj << ".repeat(10_000).into_bytes());
    assert!(refused(&bomb).contains("no text"));
}

#[test]
fn a_cut_at_every_byte_never_panics() {
    let map = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <41> <5A> <0041> endbfrange";
    let font = "<< /Subtype /Type1 /ToUnicode 6 0 R /Widths [500 600] /FirstChar 65 >>";
    let whole = one_page(b"BT /F1 10 Tf 1 0 0 1 9 9 Tm (ABC) Tj T* [(D) 3] TJ ET", font, &[stream("", map)]);
    assert_eq!(pdf_text(&whole).unwrap(), "ABCD\n");
    for end in 0..whole.len() {
        let _ = pdf_text(&whole[..end]);
        let mut changed = whole.clone();
        changed[end] ^= 0x15;
        let _ = pdf_text(&changed);
    }
}
