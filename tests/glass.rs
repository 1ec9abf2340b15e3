//! A screen that the console paints and the test reads meanwhile.

use std::sync::{Arc, Mutex};

use ratatui::backend::{Backend, ClearType, TestBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};

use crate::stage;

/// A screen in memory; clones show the same.
#[derive(Clone)]
pub struct Glass(Arc<Mutex<TestBackend>>);

impl Glass {
    /// An empty screen of this size.
    pub fn new(size: Size) -> Self {
        Self(Arc::new(Mutex::new(TestBackend::new(size.width, size.height))))
    }

    /// What is on it now.
    pub fn screen(&self) -> Buffer {
        self.0.lock().unwrap().buffer().clone()
    }

    /// The text of what is on it now.
    pub fn text(&self) -> String {
        stage::text(self.0.lock().unwrap().buffer())
    }
}

impl Backend for Glass {
    type Error = <TestBackend as Backend>::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> Result<(), Self::Error> {
        self.0.lock().unwrap().draw(content)
    }

    fn hide_cursor(&mut self) -> Result<(), Self::Error> {
        self.0.lock().unwrap().hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), Self::Error> {
        self.0.lock().unwrap().show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, Self::Error> {
        self.0.lock().unwrap().get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Self::Error> {
        self.0.lock().unwrap().set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), Self::Error> {
        self.0.lock().unwrap().clear()
    }

    fn clear_region(&mut self, what: ClearType) -> Result<(), Self::Error> {
        self.0.lock().unwrap().clear_region(what)
    }

    fn size(&self) -> Result<Size, Self::Error> {
        self.0.lock().unwrap().size()
    }

    fn window_size(&mut self) -> Result<WindowSize, Self::Error> {
        self.0.lock().unwrap().window_size()
    }

    fn flush(&mut self) -> Result<(), Self::Error> {
        self.0.lock().unwrap().flush()
    }
}

impl farol::run::Screen for Glass {}
