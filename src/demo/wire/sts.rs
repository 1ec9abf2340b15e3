//! STS: the query protocol, a form in and XML out.

use http::StatusCode;

use super::Call;
use super::answer::{Outcome, Refusal, Reply};
use super::xml::Xml;
use crate::demo::account::Account;

const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// Who everybody is here.
const USER: &str = "oncall";
const USER_ID: &str = "AIDAQ3EGVDEMO4ONCALL7";

/// The ARN of whoever calls.
pub(crate) fn arn(account: &str) -> String {
    format!("arn:aws:iam::{account}:user/{USER}")
}

pub(super) fn answer(call: &Call, account: &Account) -> Outcome {
    match call.operation.as_str() {
        "GetCallerIdentity" => Ok(identity(call, account.id())),
        other => Err(Refusal::bad(
            "InvalidAction",
            format!("The demo does not offer the operation {other} of this service"),
        )),
    }
}

fn identity(call: &Call, account: &str) -> Reply {
    let xml = Xml::document("GetCallerIdentityResponse", Some(NAMESPACE), |xml| {
        xml.nest("GetCallerIdentityResult", |xml| {
            xml.text("Arn", arn(account));
            xml.text("UserId", USER_ID);
            xml.text("Account", account);
        });
        xml.nest("ResponseMetadata", |xml| xml.text("RequestId", call.request_id()));
    });
    Reply::body("text/xml", xml)
}

pub(super) fn refuse(call: &Call, refusal: &Refusal) -> Reply {
    let blame = if refusal.status >= StatusCode::INTERNAL_SERVER_ERROR { "Receiver" } else { "Sender" };
    let xml = Xml::document("ErrorResponse", Some(NAMESPACE), |xml| {
        xml.nest("Error", |xml| {
            xml.text("Type", blame);
            xml.text("Code", &refusal.code);
            xml.text("Message", &refusal.message);
        });
        xml.text("RequestId", call.request_id());
    });
    Reply::body("text/xml", xml)
}
