//! How a bucket is set up: one answer to a subresource.

use http::StatusCode;

use super::{KIND, NAMESPACE, Target, bucket};
use crate::demo::account::Account;
use crate::demo::wire::answer::{Outcome, Refusal, Reply};
use crate::demo::wire::xml::Xml;

pub(super) fn versioning(target: &Target, account: &Account) -> Outcome {
    let is_versioned = bucket(target, account)?.versions.is_some();
    let xml = Xml::document("VersioningConfiguration", Some(NAMESPACE), |xml| {
        if is_versioned {
            xml.text("Status", "Enabled");
        }
    });
    Ok(Reply::body(KIND, xml))
}

/// S3 encrypts everything since 2023.
pub(super) fn encryption(target: &Target, account: &Account) -> Outcome {
    bucket(target, account)?;
    let xml = Xml::document("ServerSideEncryptionConfiguration", Some(NAMESPACE), |xml| {
        xml.nest("Rule", |xml| {
            xml.nest("ApplyServerSideEncryptionByDefault", |xml| xml.text("SSEAlgorithm", "AES256"));
            xml.text("BucketKeyEnabled", false);
        });
    });
    Ok(Reply::body(KIND, xml))
}

/// Old versions go after a month, where there are any.
pub(super) fn lifecycle(target: &Target, account: &Account) -> Outcome {
    if bucket(target, account)?.versions.is_none() {
        let message = "The lifecycle configuration does not exist";
        let refusal = Refusal::new(StatusCode::NOT_FOUND, "NoSuchLifecycleConfiguration", message);
        return Err(refusal.field("BucketName", &target.bucket));
    }
    let xml = Xml::document("LifecycleConfiguration", Some(NAMESPACE), |xml| {
        xml.nest("Rule", |xml| {
            xml.text("ID", "old versions");
            xml.nest("Filter", |xml| xml.text("Prefix", ""));
            xml.text("Status", "Enabled");
            xml.nest("NoncurrentVersionExpiration", |xml| xml.text("NoncurrentDays", 30));
            xml.nest("AbortIncompleteMultipartUpload", |xml| xml.text("DaysAfterInitiation", 7));
        });
        xml.nest("Rule", |xml| {
            xml.text("ID", "archive");
            xml.nest("Filter", |xml| xml.text("Prefix", "archive/"));
            xml.text("Status", "Enabled");
            xml.nest("Transition", |xml| {
                xml.text("Days", 90);
                xml.text("StorageClass", "GLACIER");
            });
        });
    });
    Ok(Reply::body(KIND, xml))
}

/// No bucket of the demo locks its objects.
pub(super) fn lock(target: &Target, account: &Account) -> Outcome {
    bucket(target, account)?;
    let message = "Object Lock configuration does not exist for this bucket";
    let refusal = Refusal::new(StatusCode::NOT_FOUND, "ObjectLockConfigurationNotFoundError", message);
    Err(refusal.field("BucketName", &target.bucket))
}

/// No bucket of the demo tells anybody what is put into it.
pub(super) fn notification(target: &Target, account: &Account) -> Outcome {
    bucket(target, account)?;
    Ok(Reply::body(KIND, Xml::document("NotificationConfiguration", Some(NAMESPACE), |_| {})))
}
