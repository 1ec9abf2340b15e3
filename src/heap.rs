//! How the allocator is told to give memory back: pages of log events are megabytes that live for milliseconds.

/// Larger blocks are mapped by themselves and go back to the system as soon as they are freed, in bytes.
#[cfg(target_env = "gnu")]
const LARGE: libc::c_int = 256 << 10;

/// Lets all threads share one heap, so that what one of them frees serves the others; to be said before there are any.
///
/// glibc would give each thread a heap of its own, and keep large blocks once it has had some.
pub fn be_thrifty() {
    #[cfg(target_env = "gnu")]
    for (what, value) in [(libc::M_ARENA_MAX, 1), (libc::M_MMAP_THRESHOLD, LARGE)] {
        #[expect(unsafe_code, reason = "glibc has no other way to set this from within")]
        // SAFETY: mallopt takes two numbers, locks its own state, and answers 0 for what it does not know.
        let _ = unsafe { libc::mallopt(what, value) };
    }
}
