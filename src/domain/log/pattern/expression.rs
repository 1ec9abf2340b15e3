//! Conditions put together with `&&`, `||` and parentheses.

use super::cursor::Cursor;
use super::error::Error;

/// `()` binds before `&&`, and `&&` before `||`.
#[derive(Debug, Clone)]
pub(super) enum Expression<T> {
    Any(Vec<Self>),
    All(Vec<Self>),
    One(T),
}

impl<T> Expression<T> {
    /// Reads an expression whose single conditions `read` reads.
    pub fn read(
        cursor: &mut Cursor<'_>,
        read: &impl Fn(&mut Cursor<'_>) -> Result<T, Error>,
    ) -> Result<Self, Error> {
        let mut any = vec![Self::conjunction(cursor, read)?];
        while cursor.eat_spaced("||") {
            any.push(Self::conjunction(cursor, read)?);
        }
        Ok(Self::Any(any))
    }

    fn conjunction(
        cursor: &mut Cursor<'_>,
        read: &impl Fn(&mut Cursor<'_>) -> Result<T, Error>,
    ) -> Result<Self, Error> {
        let mut all = vec![Self::operand(cursor, read)?];
        while cursor.eat_spaced("&&") {
            all.push(Self::operand(cursor, read)?);
        }
        Ok(Self::All(all))
    }

    fn operand(
        cursor: &mut Cursor<'_>,
        read: &impl Fn(&mut Cursor<'_>) -> Result<T, Error>,
    ) -> Result<Self, Error> {
        if !cursor.eat_spaced("(") {
            return read(cursor).map(Self::One);
        }
        let inner = Self::read(cursor, read)?;
        cursor.skip_space();
        cursor.require(")", "&&, || or a closing parenthesis")?;
        Ok(inner)
    }

    pub fn holds(&self, test: &impl Fn(&T) -> bool) -> bool {
        match self {
            Self::Any(any) => any.iter().any(|one| one.holds(test)),
            Self::All(all) => all.iter().all(|one| one.holds(test)),
            Self::One(condition) => test(condition),
        }
    }
}
