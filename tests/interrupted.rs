//! Ctrl-C while a deployment is followed: the looking ends, and nothing in AWS does.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};

const STACK: &str = "arn:aws:cloudformation:us-east-2:1:stack/farol-public-apis/1";

/// An AWS in which the stack is being made and never is; every operation that it was asked for can be received.
fn serve() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, asked) = sync_channel(1000);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let sender = sender.clone();
            // Whoever goes away meanwhile wanted no answer.
            std::thread::spawn(move || {
                while answer(&stream, |operation| sender.send(operation).is_ok()).is_some() {}
            });
        }
    });
    (url, asked)
}

fn answer(mut stream: &TcpStream, tell: impl FnOnce(String) -> bool) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|count| *count > 0)?;
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).ok()?;
    let operation = body.split_once("Action=")?.1.split('&').next()?.to_owned();
    let inside = match operation.as_str() {
        "GetCallerIdentity" => "<Account>1</Account><Arn>arn:aws:iam::1:user/u</Arn>".to_owned(),
        "DescribeStacks" => format!(
            "<Stacks><member><StackId>{STACK}</StackId><StackName>farol-public-apis</StackName>\
             <CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>CREATE_IN_PROGRESS</StackStatus>\
             <Parameters><member><ParameterKey>Name</ParameterKey><ParameterValue>public-apis</ParameterValue></member>\
             </Parameters></member></Stacks>"
        ),
        _ => format!(
            "<StackEvents><member><StackId>{STACK}</StackId><EventId>1</EventId>\
             <PhysicalResourceId>{STACK}</PhysicalResourceId><ResourceStatus>CREATE_IN_PROGRESS</ResourceStatus>\
             </member></StackEvents>"
        ),
    };
    let xml =
        format!("<{operation}Response><{operation}Result>{inside}</{operation}Result></{operation}Response>");
    tell(operation).then_some(())?;
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{xml}", xml.len()).ok()
}

#[test]
fn an_interrupted_deployment_says_that_it_goes_on_and_how_to_look_again() {
    let (url, asked) = serve();
    let mut command = Command::new(env!("CARGO_BIN_EXE_farol"));
    command.args(["pipeline", "deploy", "--yes", "--region", "us-east-2", "--endpoint-url", &url]);
    command.env_clear().env("HOME", env!("CARGO_TARGET_TMPDIR")).env("AWS_EC2_METADATA_DISABLED", "true");
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut asked_for = Vec::new();
    while asked_for.iter().filter(|operation| *operation == "DescribeStackEvents").count() < 2 {
        asked_for.push(asked.recv().unwrap());
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let code = child.wait().unwrap().code();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(code, Some(1), "{said}");
    let want = "farol: interrupted. What was begun goes on in AWS: `farol pipeline status --name public-apis` \
                looks again, and the same command again goes on from there.\n";
    assert!(said.ends_with(want), "{said}");
    asked_for.extend(asked.try_iter());
    asked_for.retain(|operation| {
        !["GetCallerIdentity", "DescribeStacks", "DescribeStackEvents"].contains(&operation.as_str())
    });
    assert_eq!(asked_for, Vec::<String>::new(), "nothing was changed");
}
