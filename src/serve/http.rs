//! The server: connections, and replies as HTTP has them.

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, mpsc, oneshot, watch};

use super::desk::{Message, Request};
use super::events::{State, follow};
use super::page::{EVENTS, Reply, SCRIPT, STYLES};
use super::patient::Patient;
use super::request::{Refusal, admit, admit_to_events, path};

/// Connections at one time; further ones wait to be accepted. Half of the 1,024 files that a process may
/// have open on most systems; each holds little more than the head of a request.
const CONNECTIONS: usize = 512;
/// Streams of events among them.
const STREAMS: usize = 64;
/// How long a client may take to send the head of a request, from the end of the one before: a browser sends
/// it at once, and opens a connection anew when it needs one.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// The longest head of a request, in bytes.
const HEAD_BYTES: usize = 16 * 1024;

type Response = hyper::Response<Answer>;

/// Answers on a thread of its own.
///
/// # Errors
/// When the system gives no thread or no timer.
pub fn start(listener: TcpListener, desk: Sender<Message>, state: watch::Receiver<State>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let local = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let server = Server { desk, state, local, streams: Arc::new(Semaphore::new(STREAMS)) };
    thread::Builder::new()
        .name("http".to_owned())
        .spawn(move || runtime.block_on(server.accept(listener)))?;
    Ok(())
}

#[derive(Clone)]
struct Server {
    desk: Sender<Message>,
    state: watch::Receiver<State>,
    local: SocketAddr,
    streams: Arc<Semaphore>,
}

impl Server {
    async fn accept(self, listener: TcpListener) {
        let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
        let connections = Arc::new(Semaphore::new(CONNECTIONS));
        while let Ok(permit) = Arc::clone(&connections).acquire_owned().await {
            match listener.accept().await {
                Ok((stream, _)) => {
                    let server = self.clone();
                    tokio::spawn(async move {
                        server.converse(stream).await;
                        drop(permit);
                    });
                }
                // Out of file descriptors, or the client has gone already.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    async fn converse(self, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let service = service_fn(|request| {
            let server = self.clone();
            async move { Ok::<_, Infallible>(server.respond(&request).await) }
        });
        // A client that breaks off is no error of ours.
        let _ = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT)
            .max_buf_size(HEAD_BYTES)
            .serve_connection(TokioIo::new(Patient::new(stream)), service)
            .await;
    }

    async fn respond(self, request: &hyper::Request<Incoming>) -> Response {
        let is_head = request.method() == Method::HEAD;
        match self.answer(request).await {
            Ok(mut response) => {
                if is_head {
                    *response.body_mut() = Answer::Whole(None);
                }
                response
            }
            Err(Refusal(status, text)) => response(&Reply::text(status, text)),
        }
    }

    async fn answer(self, request: &hyper::Request<Incoming>) -> Result<Response, Refusal> {
        admit(request.method(), request.headers(), self.local)?;
        let raw = request.uri().path();
        let path = path(raw)?;
        if path == EVENTS {
            admit_to_events(request.headers(), self.local)?;
            return self.events();
        }
        if let Some((name, text)) = [SCRIPT, STYLES].into_iter().find(|(name, _)| *name == path) {
            return Ok(response(&Reply::file(name, text.into())));
        }
        let (reply, replied) = oneshot::channel();
        let gone = Refusal(StatusCode::SERVICE_UNAVAILABLE, "the server is ending");
        let request = Request { raw: raw.to_owned(), path, reply };
        self.desk.send(Message::Request(request)).map_err(|_| gone)?;
        replied.await.map(|reply| response(&reply)).map_err(|_| gone)
    }

    fn events(self) -> Result<Response, Refusal> {
        let many = Refusal(StatusCode::SERVICE_UNAVAILABLE, "too many pages listen already");
        let permit = Arc::clone(&self.streams).try_acquire_owned().map_err(|_| many)?;
        let (send, receive) = mpsc::channel(4);
        tokio::spawn(async move {
            follow(self.state, send).await;
            drop(permit);
        });
        let mut response = hyper::Response::new(Answer::Stream(receive));
        let media_type = HeaderValue::from_static("text/event-stream; charset=utf-8");
        response.headers_mut().insert(header::CONTENT_TYPE, media_type);
        close(&mut response);
        Ok(response)
    }
}

fn response(reply: &Reply) -> Response {
    let mut response = hyper::Response::new(Answer::Whole(Some(reply.body.clone())));
    *response.status_mut() = reply.status;
    let mut set = |name: HeaderName, value: String| {
        // What cannot stand in a header does not come from here.
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, reply.media_type.clone());
    set(header::CONTENT_LENGTH, reply.body.len().to_string());
    if let Some(location) = &reply.location {
        set(header::LOCATION, location.clone());
    }
    if let Some(tag) = &reply.tag {
        set(header::ETAG, format!("\"{tag}\""));
    }
    if reply.status == StatusCode::METHOD_NOT_ALLOWED {
        set(header::ALLOW, "GET, HEAD".to_owned());
    }
    close(&mut response);
    response
}

/// What keeps every answer from being kept, guessed at, or shown on another site's page.
fn close(response: &mut Response) {
    let always = [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in always {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
}

/// The body of an answer.
enum Answer {
    Whole(Option<Bytes>),
    Stream(mpsc::Receiver<Bytes>),
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match &mut *self {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Stream(events) => events.poll_recv(context).map(|event| Some(Ok(Frame::data(event?)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, Bytes::len) as u64),
            Self::Stream(_) => SizeHint::default(),
        }
    }
}
