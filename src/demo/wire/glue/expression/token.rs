//! The words of an expression.

/// A word of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A key, a keyword or a number.
    Word(String),
    /// What stood in quotes.
    Text(String),
    /// An operator, a bracket or a comma.
    Sign(&'static str),
}

/// The longer ones first.
const SIGNS: [&str; 10] = ["<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", ","];

impl Token {
    /// Whether it is this keyword or sign.
    pub fn is(&self, wanted: &str) -> bool {
        match self {
            Self::Word(word) => word.eq_ignore_ascii_case(wanted),
            Self::Sign(sign) => *sign == wanted,
            Self::Text(_) => false,
        }
    }

    /// As it stood there.
    pub fn shown(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Text(text) => format!("'{text}'"),
            Self::Sign(sign) => (*sign).to_owned(),
        }
    }
}

/// Takes a text apart; the error is a sentence.
pub fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let (mut rest, mut tokens) = (text.trim_start(), Vec::new());
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '\'' | '"' => quoted(rest, first)?,
            '`' => {
                let (token, after) = quoted(rest, first)?;
                let Token::Text(name) = token else { continue };
                (Token::Word(name), after)
            }
            _ => match SIGNS.into_iter().find_map(|sign| Some((sign, rest.strip_prefix(sign)?))) {
                Some(("!=", after)) => (Token::Sign("<>"), after),
                Some((sign, after)) => (Token::Sign(sign), after),
                None => word(rest)?,
            },
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

/// A quote within is written twice.
fn quoted(text: &str, quote: char) -> Result<(Token, &str), String> {
    let (mut inner, mut rest) = (String::new(), text.get(1..).unwrap_or_default());
    loop {
        let (before, after) = rest
            .split_once(quote)
            .ok_or_else(|| format!("A quote is not closed in the expression: {text}"))?;
        inner.push_str(before);
        match after.strip_prefix(quote) {
            Some(after) => {
                inner.push(quote);
                rest = after;
            }
            None => return Ok((Token::Text(inner), after)),
        }
    }
}

fn word(text: &str) -> Result<(Token, &str), String> {
    let is_part = |c: char| c.is_alphanumeric() || "_-.:".contains(c);
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    match text.split_at_checked(end) {
        Some((word, after)) if !word.is_empty() => Ok((Token::Word(word.to_owned()), after)),
        _ => Err(format!("The expression cannot be read from here on: {text}")),
    }
}
