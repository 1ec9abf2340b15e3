//! A public API on loopback: it answers every request with the same bytes.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;

/// A server that lives as long as the process.
pub struct Api(SocketAddr);

impl Api {
    /// Serves these bytes as JSON.
    pub fn serve(body: Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let body = Arc::new(body);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Whoever goes away meanwhile wanted no answer.
                let _ = answer(stream, &body);
            }
        });
        Self(address)
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}/entries", self.0)
    }
}

fn answer(mut stream: TcpStream, body: &[u8]) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let length = body.len();
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n")?;
    stream.write_all(b"Connection: close\r\n\r\n")?;
    stream.write_all(body)
}
