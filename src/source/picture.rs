//! How large a picture is, from its first bytes.

use std::io::Read as _;
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::open;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{PictureSize, SourcePath};

/// So much of a picture is read: photographs may carry a preview and a profile before their size.
const HEAD: u64 = 256 * 1024;

/// Whether a file is a picture whose size can be read, by its extension.
#[must_use]
pub fn is_picture(path: &SourcePath) -> bool {
    let extension = path.extension().to_ascii_lowercase();
    matches!(extension.as_str(), "avif" | "bmp" | "gif" | "jpeg" | "jpg" | "png" | "svg" | "webp")
}

/// The size of a picture below `root`; none for an SVG file that does not say it in pixels.
///
/// # Errors
/// A warning when the file cannot be read, or holds something else.
pub fn picture_size(root: &Path, path: &SourcePath) -> Result<Option<PictureSize>, Box<Diagnostic>> {
    let warning = |message: String| {
        let help = "pages show it without its size, and move when it comes";
        Box::new(Diagnostic::warning(&codes::IO_PICTURE, message).in_file(path).help(help))
    };
    let mut head = Vec::new();
    open(&root.join(path.as_str()))
        .and_then(|(file, _)| file.take(HEAD).read_to_end(&mut head))
        .map_err(|error| warning(format!("cannot read this picture: {error}")))?;
    if path.extension().eq_ignore_ascii_case("svg") {
        return Ok(svg_size(&head));
    }
    let size = imagesize::blob_size(&head)
        .map_err(|error| warning(format!("this is no picture that a browser shows: {error}")))?;
    let pixels = |length: usize| u32::try_from(length).ok().filter(|length| *length > 0);
    Ok(pixels(size.width).zip(pixels(size.height)).map(|(width, height)| PictureSize { width, height }))
}

/// What the outermost element says in `width` and `height`, else in its `viewBox`.
fn svg_size(head: &[u8]) -> Option<PictureSize> {
    let mut reader = Reader::from_reader(head);
    let mut buffer = Vec::new();
    let start = loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(start) | Event::Empty(start) => break start,
            Event::Eof => return None,
            _ => buffer.clear(),
        }
    };
    let attribute = |name: &str| -> Option<String> {
        Some(start.try_get_attribute(name).ok().flatten()?.value.into_owned())
    };
    let pixels = |text: &str| -> Option<u32> {
        let number: f64 = text.trim().trim_end_matches("px").parse().ok()?;
        // Whole pixels are enough for the room that a page keeps.
        (0.5..1e6).contains(&number).then(|| number.round() as u32)
    };
    let own = attribute("width").zip(attribute("height"));
    if let Some((width, height)) = own.and_then(|(width, height)| pixels(&width).zip(pixels(&height))) {
        return Some(PictureSize { width, height });
    }
    let view = attribute("viewBox")?;
    let mut numbers = view.split([' ', ',']).filter(|number| !number.is_empty()).skip(2);
    let (width, height) = (pixels(numbers.next()?)?, pixels(numbers.next()?)?);
    Some(PictureSize { width, height })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_say_their_size_in_two_ways() {
        let size = |svg: &str| svg_size(svg.as_bytes()).map(|size| (size.width, size.height));
        assert_eq!(
            size("<?xml version='1.0'?><!-- a --><svg width='20px' height=\"10.4\"/>"),
            Some((20, 10))
        );
        assert_eq!(size("<svg viewBox='0 0 32,16' width='100%'><path/></svg>"), Some((32, 16)));
        for none in ["", "<svg", "<svg/>", "<svg viewBox='0 0 1'/>", "<svg width='0' height='-1'/>", "\u{0}"]
        {
            assert_eq!(size(none), None, "{none}");
        }
    }
}
