//! A server that can be stopped and started again on its address.

use std::io;
use std::net::SocketAddr;

use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

use super::{Aws, converse};

/// An account behind a loopback address, for as long as this lives.
#[derive(Debug)]
pub struct Door {
    aws: Aws,
    address: SocketAddr,
    serving: Option<JoinHandle<()>>,
}

impl Door {
    /// Serves the account on a free port of this machine.
    pub async fn open(aws: Aws) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let serving = Some(tokio::spawn(listen(aws.clone(), listener)));
        Ok(Self { aws, address, serving })
    }

    /// Where it is, also while it is shut.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a client calls it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Cuts every connection, and has new ones refused. The account lives on.
    pub async fn shut(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.abort();
            // It ends by being aborted.
            let _ = serving.await;
        }
    }

    /// Serves again after [`Door::shut`].
    pub async fn reopen(&mut self) -> io::Result<()> {
        self.shut().await;
        let listener = TcpListener::bind(self.address).await?;
        self.serving = Some(tokio::spawn(listen(self.aws.clone(), listener)));
        Ok(())
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        if let Some(serving) = &self.serving {
            serving.abort();
        }
    }
}

/// As [`super::serve`], but its connections end with it.
async fn listen(aws: Aws, listener: TcpListener) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        while connections.try_join_next().is_some() {}
        connections.spawn(converse(aws.clone(), stream));
    }
}
