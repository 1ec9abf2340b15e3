//! Routing: a custom endpoint serves all services, so the host alone does not tell them apart.

use http::Method;

use super::{Call, Service, form_value, lambda, s3};

/// What the signature says a request is for.
pub(super) struct Scope<'a> {
    pub region: &'a str,
    pub service: &'a str,
}

/// The scope of the signature: `Credential=ID/date/region/service/aws4_request`.
pub(super) fn scope(call: &Call) -> Option<Scope<'_>> {
    let (_, credential) = call.header("authorization")?.split_once("Credential=")?;
    let credential = credential.split(',').next()?;
    let mut parts = credential.rsplit('/');
    let (_end, service, region) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Scope { region, service })
}

/// The service: by target header, else by the signature, else by the host, else by the path.
pub(super) fn service(call: &Call) -> Service {
    if let Some(target) = call.header("x-amz-target") {
        return by_target(target);
    }
    let presigned = call.query("X-Amz-Credential");
    let presigned = presigned.as_deref().and_then(|credential| credential.rsplit('/').nth(1));
    match scope(call).map(|scope| scope.service).or(presigned) {
        Some(name) => by_name(name).unwrap_or(Service::Other),
        None => by_host(call.host()).unwrap_or_else(|| by_path(call)),
    }
}

/// The operation's name; for an unknown one, whatever names it best.
pub(super) fn operation(call: &Call) -> String {
    match call.service {
        Service::S3 => s3::operation(call),
        Service::Lambda => lambda::operation(call),
        Service::Glue | Service::Logs | Service::CloudWatch => {
            target_operation(call).unwrap_or_default().to_owned()
        }
        Service::Sts => parameter(call, "Action").unwrap_or_default(),
        Service::Other => other_operation(call),
    }
}

/// A parameter of the query protocol, which may be in the form or in the address.
pub(super) fn parameter(call: &Call, name: &str) -> Option<String> {
    form_value(&String::from_utf8_lossy(&call.body), name).or_else(|| call.query(name))
}

fn target_operation(call: &Call) -> Option<&str> {
    Some(call.header("x-amz-target")?.rsplit_once('.')?.1)
}

fn other_operation(call: &Call) -> String {
    let target = call.header("x-amz-target").map(str::to_owned);
    let named = target.or_else(|| parameter(call, "Action"));
    named.unwrap_or_else(|| format!("{} {}", call.method, call.uri.path()))
}

fn by_target(target: &str) -> Service {
    match target.split_once('.') {
        Some(("AWSGlue", _)) => Service::Glue,
        Some(("Logs_20140328", _)) => Service::Logs,
        Some(("GraniteServiceVersion20100801", _)) => Service::CloudWatch,
        _ => Service::Other,
    }
}

fn by_name(name: &str) -> Option<Service> {
    match name {
        "s3" => Some(Service::S3),
        "lambda" => Some(Service::Lambda),
        "glue" => Some(Service::Glue),
        "logs" => Some(Service::Logs),
        "sts" => Some(Service::Sts),
        _ => None,
    }
}

fn by_host(host: &str) -> Option<Service> {
    let labels = host.strip_suffix(".amazonaws.com")?.split('.');
    labels.rev().find_map(by_name)
}

fn by_path(call: &Call) -> Service {
    let path = call.uri.path();
    let dated = path.split('/').nth(1).is_some_and(|first| first.starts_with("20"));
    if dated && path.contains("/functions") {
        return Service::Lambda;
    }
    if call.method == Method::POST && parameter(call, "Action").is_some() {
        return Service::Sts;
    }
    Service::S3
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Request;

    use super::*;

    /// A request line, headers, and what it is for; the headers are `name: value` lines.
    #[track_caller]
    fn check(method: &str, uri: &str, headers: &str, expected: (Service, &str)) {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers.lines().filter_map(|line| line.trim().split_once(": ")) {
            request = request.header(name, value);
        }
        let call = Call::read(request.body(Bytes::new()).unwrap(), 1);
        assert_eq!((call.service, call.operation.as_str()), expected, "{method} {uri}");
    }

    #[test]
    fn hosts_tell_services_apart() {
        let s3 = |operation| (Service::S3, operation);
        check("GET", "https://s3.us-east-2.amazonaws.com/", "", s3("ListBuckets"));
        check("GET", "https://raw.s3.us-east-2.amazonaws.com/?list-type=2", "", s3("ListObjectsV2"));
        check("GET", "https://raw.s3.amazonaws.com/a/b", "", s3("GetObject"));
        check("HEAD", "https://s3.amazonaws.com/raw", "", s3("HeadBucket"));
        check("GET", "https://s3.amazonaws.com/raw?versioning", "", s3("GET ?versioning"));
        let uri = "https://lambda.us-east-2.amazonaws.com/2015-03-31/functions/f/invocations";
        check("POST", uri, "", (Service::Lambda, "Invoke"));
        check(
            "POST",
            "https://sts.amazonaws.com/?Action=GetCallerIdentity",
            "",
            (Service::Sts, "GetCallerIdentity"),
        );
    }

    #[test]
    fn one_endpoint_serves_all_by_target_signature_or_path() {
        let uri = |path: &str| format!("http://127.0.0.1:4566{path}");
        check("POST", &uri("/"), "x-amz-target: AWSGlue.GetJob", (Service::Glue, "GetJob"));
        let target = "x-amz-target: Logs_20140328.FilterLogEvents";
        check("POST", &uri("/"), target, (Service::Logs, "FilterLogEvents"));
        let target = "x-amz-target: DynamoDB_20120810.ListTables";
        check("POST", &uri("/"), target, (Service::Other, "DynamoDB_20120810.ListTables"));
        let signed = "authorization: AWS4-HMAC-SHA256 Credential=demo/20261124/eu-west-1/lambda/aws4_request, \
                      SignedHeaders=host, Signature=0";
        check("GET", &uri("/2015-03-31/functions/"), signed, (Service::Lambda, "ListFunctions"));
        check("GET", &uri("/2015-03-31/functions/f"), "", (Service::Lambda, "GetFunction"));
        check("GET", &uri("/2015/key"), "", (Service::S3, "GetObject"));
        let presigned = uri("/raw/k?X-Amz-Credential=demo%2F20261124%2Fus-east-2%2Fs3%2Faws4_request");
        check("GET", &presigned, "", (Service::S3, "GetObject"));
        check("GET", &uri("/key"), "host: raw.localhost:4566", (Service::S3, "ListObjects"));
    }
}
