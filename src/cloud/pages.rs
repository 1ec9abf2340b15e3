//! Lists that AWS gives in pages, told as they come.

use crate::domain::fault::Fault;
use crate::domain::glue::{Page, Paged, Place, Rest};

/// What one request gives: what is in it, and the token for what comes after.
pub(super) type Portion<T> = (Vec<T>, Option<String>);

/// Reads page after page and tells each, to the end of the list, to a fault, or until `most` things have come.
pub(super) async fn each<T, A, S>(
    most: usize,
    ask: impl Fn(Option<String>) -> A,
    tell: impl Fn(Paged<T>) -> S,
) where
    A: Future<Output = Result<Portion<T>, Fault>>,
    S: Future<Output = ()>,
{
    let (mut place, mut token, mut seen) = (Place::First, None, 0);
    loop {
        let (items, next) = match ask(token.take()).await {
            Ok(portion) => portion,
            Err(fault) => return tell(Err(fault)).await,
        };
        // A page may be empty and yet not the last: it counts, so that there is an end.
        seen += items.len().max(1);
        token = next.filter(|token| !token.is_empty());
        let rest = match &token {
            None => Rest::None,
            Some(_) if seen >= most => Rest::Cut,
            Some(_) => Rest::Coming,
        };
        tell(Ok(Page { place, items, rest })).await;
        if rest != Rest::Coming {
            return;
        }
        place = Place::Next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fault::Kind;
    use std::cell::RefCell;

    /// The pages of a list of so many parts with two things in each.
    async fn told(parts: usize, most: usize, broken: Option<usize>) -> Vec<Result<(usize, Rest), ()>> {
        let told = RefCell::new(vec![]);
        let ask = |token: Option<String>| async move {
            let part: usize = token.map_or(0, |token| token.parse().unwrap());
            let next = (part + 1 < parts).then(|| (part + 1).to_string());
            let fault = || Fault::new("glue:GetTables", Kind::Offline, "gone");
            if broken == Some(part) { Err(fault()) } else { Ok((vec![part, part], next)) }
        };
        each(most, ask, |page: Paged<usize>| {
            told.borrow_mut().push(page.map(|page| (page.items.len(), page.rest)).map_err(|_| ()));
            std::future::ready(())
        })
        .await;
        told.into_inner()
    }

    #[tokio::test]
    async fn every_page_is_told_and_the_last_one_says_so() {
        assert_eq!(told(2, 10, None).await, [Ok((2, Rest::Coming)), Ok((2, Rest::None))]);
        assert_eq!(told(1, 10, None).await, [Ok((2, Rest::None))]);
    }

    #[tokio::test]
    async fn a_long_list_is_cut_and_says_so() {
        assert_eq!(told(9, 4, None).await, [Ok((2, Rest::Coming)), Ok((2, Rest::Cut))]);
    }

    #[tokio::test]
    async fn a_fault_ends_the_reading() {
        assert_eq!(told(9, 40, Some(1)).await, [Ok((2, Rest::Coming)), Err(())]);
    }
}
