//! Writing XML: elements and escaped text, nothing else.

use std::fmt::{Display, Write};

/// A document under construction.
pub(crate) struct Xml(String);

impl Xml {
    /// A document whose only element so far is the root.
    pub fn document(root: &str, namespace: Option<&str>, fill: impl FnOnce(&mut Self)) -> String {
        let mut xml = Self("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned());
        xml.0.push('<');
        xml.0.push_str(root);
        if let Some(namespace) = namespace {
            let _ = write!(xml.0, " xmlns=\"{namespace}\"");
        }
        xml.0.push('>');
        fill(&mut xml);
        xml.close(root);
        xml.0
    }

    /// An element with elements in it.
    pub fn nest(&mut self, tag: &str, fill: impl FnOnce(&mut Self)) {
        let _ = write!(self.0, "<{tag}>");
        fill(self);
        self.close(tag);
    }

    /// An element with text in it.
    pub fn text(&mut self, tag: &str, text: impl Display) {
        let _ = write!(self.0, "<{tag}>");
        self.bare(text);
        self.close(tag);
    }

    /// Text directly in the element that is open.
    pub fn bare(&mut self, text: impl Display) {
        escape(&text.to_string(), &mut self.0);
    }

    fn close(&mut self, tag: &str) {
        let _ = write!(self.0, "</{tag}>");
    }
}

/// Control characters become character references, as S3 writes them, though XML 1.0 forbids them:
/// whoever lists such keys has to ask for `encoding-type=url`.
fn escape(text: &str, into: &mut String) {
    for character in text.chars() {
        match character {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            control if control.is_ascii_control() => {
                let _ = write!(into, "&#x{:x};", u32::from(control));
            }
            other => into.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_elements_nest() {
        let xml = Xml::document("R", Some("urn:x"), |xml| {
            xml.nest("A", |xml| xml.text("B", "a<b>&\"\u{1b}\n"));
        });
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <R xmlns=\"urn:x\"><A><B>a&lt;b&gt;&amp;&quot;&#x1b;&#xa;</B></A></R>";
        assert_eq!(xml, expected);
    }
}
