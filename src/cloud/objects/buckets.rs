//! The buckets of the account.

use std::future::Future;

use crate::cloud::{Cloud, fault, time};
use crate::domain::fault::Fault;
use crate::domain::object::bucket::{Bucket, Part};

const DOING: &str = "s3:ListAllMyBuckets";
/// Buckets on a page; without a number S3 gives no region.
const PAGE: i32 = 1_000;

impl Cloud {
    /// Reads the buckets page after page, and tells each page.
    pub async fn all_buckets<F>(&self, tell: impl Fn(Result<Part, Fault>) -> F)
    where
        F: Future<Output = ()>,
    {
        let mut token: Option<String> = None;
        loop {
            let request = self.0.buckets.home().list_buckets().max_buckets(PAGE);
            let answer = request.set_continuation_token(token.clone()).send().await;
            let answer = match answer {
                Ok(answer) => answer,
                Err(error) => return tell(Err(fault::of(&self.0.place, DOING, &error))).await,
            };
            let next = answer.continuation_token.filter(|next| Some(next) != token.as_ref());
            let buckets = answer.buckets.unwrap_or_default().into_iter().filter_map(|bucket| {
                Some(Bucket {
                    name: bucket.name?.into(),
                    region: bucket.bucket_region.map(Into::into),
                    created: bucket.creation_date.as_ref().and_then(time::time),
                })
            });
            let (is_first, is_more) = (token.is_none(), next.is_some());
            tell(Ok(Part { buckets: buckets.collect(), is_first, is_more })).await;
            token = next;
            if token.is_none() {
                return;
            }
        }
    }
}
