//! The same account for any other client: HTTP/1.1 on loopback.

use std::io;
use std::net::SocketAddr;

use http::{Request, Response};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use self::socket::{Reset, Socket};
use super::Aws;
use super::body::Body;
use super::fault::Cut;
use crate::reference::REGION;

mod door;
mod socket;

pub use door::Door;

/// Serves the account until the listener fails; dropping the future ends it, connections that are open
/// live on until their clients leave.
pub async fn serve(aws: Aws, listener: TcpListener) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(converse(aws.clone(), stream));
    }
}

/// The address if it is this machine's own; the account has no locks on its doors.
pub fn loopback(address: SocketAddr) -> io::Result<SocketAddr> {
    if address.ip().is_loopback() {
        return Ok(address);
    }
    let message = format!("{address} is not a loopback address; the demo is served on this machine only");
    Err(io::Error::new(io::ErrorKind::AddrNotAvailable, message))
}

/// What to put into the environment of a client so that it talks to this account.
///
/// The region is there twice because boto3 reads another variable than everybody else.
pub fn instructions(address: SocketAddr) -> String {
    format!(
        "export AWS_ENDPOINT_URL=http://{address}\n\
         export AWS_ACCESS_KEY_ID=demo\n\
         export AWS_SECRET_ACCESS_KEY=demo\n\
         export AWS_REGION={REGION}\n\
         export AWS_DEFAULT_REGION={REGION}\n\
         export AWS_EC2_METADATA_DISABLED=true\n"
    )
}

async fn converse(aws: Aws, stream: TcpStream) {
    let reset = Reset::default();
    let socket = Socket::new(stream, reset.clone());
    let service = service_fn(move |request| exchange(aws.clone(), reset.clone(), request));
    let connection =
        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(socket), service);
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a connection to the demo ended");
    }
}

/// An error here makes hyper cut the connection without an answer.
async fn exchange(aws: Aws, reset: Reset, request: Request<Incoming>) -> io::Result<Response<Body>> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let response = aws.answer(Request::from_parts(head, body)).await;
    match response.extensions().get::<Cut>() {
        Some(Cut::Reset) => reset.order(),
        Some(Cut::Fin) => {}
        None => return Ok(response),
    }
    Err(io::ErrorKind::ConnectionReset.into())
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;
    use crate::clock::Clock;
    use crate::demo::account::Options;
    use crate::demo::fault::Fault;

    #[track_caller]
    fn check(address: &str, allowed: bool) {
        assert_eq!(loopback(address.parse().unwrap()).is_ok(), allowed, "{address}");
    }

    #[test]
    fn only_this_machine_may_be_served() {
        check("127.0.0.1:4566", true);
        check("[::1]:4566", true);
        check("0.0.0.0:4566", false);
        check("192.168.0.7:4566", false);
    }

    #[tokio::test]
    async fn a_cut_connection_ends_without_a_byte() {
        let aws = Aws::quiet(Options::default(), Clock::System);
        aws.fail("ListBuckets", Fault::Offline);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve(aws, listener));
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n").await.unwrap();
        let mut answer = Vec::new();
        let error = stream.read_to_end(&mut answer).await.unwrap_err();
        assert_eq!((error.kind(), answer.len()), (io::ErrorKind::ConnectionReset, 0));
    }

    #[test]
    fn the_instructions_name_the_endpoint() {
        let text = instructions("127.0.0.1:4566".parse().unwrap());
        assert!(text.contains("AWS_ENDPOINT_URL=http://127.0.0.1:4566\n"), "{text}");
    }
}
