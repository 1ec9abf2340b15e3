//! Lets go of the memory that only the start of the program needed.

/// Unmaps the pages of code and constants that were touched so far: the guardian needs few of them, a console that has
/// opened everything needs less than half, and each comes back from the file when it is needed.
///
/// Any thread may do so while others run. Where it is not done nothing else changes.
pub fn let_go() {
    #[cfg(all(target_os = "linux", target_pointer_width = "64"))]
    linux::let_go();
}

#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
mod linux {
    use std::ffi::c_int;
    use std::ptr::null_mut;
    use std::slice;

    use libc::{MADV_DONTNEED, PF_W, PT_LOAD, c_void, dl_iterate_phdr, dl_phdr_info, madvise, size_t};

    /// As the linker lays segments out; the system's pages are no larger, or it says no.
    const PAGE: usize = 4096;

    #[expect(unsafe_code, reason = "there is no safe way to the program's own segments")]
    pub(super) fn let_go() {
        // SAFETY: `each` has the signature that is asked for, keeps nothing of what it gets, and needs no data.
        let _ = unsafe { dl_iterate_phdr(Some(each), null_mut()) };
    }

    /// Takes one program or library.
    #[expect(unsafe_code, reason = "the loader calls it")]
    unsafe extern "C" fn each(info: *mut dl_phdr_info, _: size_t, _: *mut c_void) -> c_int {
        // SAFETY: the loader gives one that is whole, with as many headers as it says, for as long as this call lasts.
        let (base, headers) = unsafe {
            let info = &*info;
            (info.dlpi_addr, slice::from_raw_parts(info.dlpi_phdr, info.dlpi_phnum.into()))
        };
        for header in headers.iter().filter(|header| header.p_type == PT_LOAD && header.p_flags & PF_W == 0) {
            let whole = |address: u64| usize::try_from(base + address).map(|address| address / PAGE * PAGE);
            if let (Ok(from), Ok(to)) = (whole(header.p_vaddr), whole(header.p_vaddr + header.p_filesz)) {
                forget(from, to.saturating_sub(from));
            }
        }
        0
    }

    #[expect(unsafe_code, reason = "there is no safe way to give advice on code")]
    fn forget(from: usize, length: usize) {
        // SAFETY: these pages are a private mapping of a file that was never writable, so they hold what the file holds, and the
        // next touch brings it back. What the loader writes lies in segments with `PF_W`. A vDSO is not of a file, and stays
        // too: the kernel keeps its pages whatever the advice, or says no.
        let _ = unsafe { madvise(std::ptr::with_exposed_provenance_mut(from), length, MADV_DONTNEED) };
    }
}
