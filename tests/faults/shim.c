/* Stands between a process and its disk (LD_PRELOAD): fails a chosen write or sync, and keeps a
   journal of everything that is done to the files of one folder, for simulated power cuts.

   IMS_SHIM_FOLDER   only this folder and what lies in it is looked at
   IMS_SHIM_CONTROL  a file of six 32-bit numbers, shared with the test (see struct control)
   IMS_SHIM_JOURNAL  where the journal goes; absent: none is kept
*/
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { WRITES = 1, SYNCS = 2, NAMES = 4 };
enum { MOST_FILES = 4096, JOURNAL_FD = 1000, SECTOR = 512 };

struct control {
    int32_t kinds;    /* which calls are counted; 0 switches everything off */
    int32_t error;    /* the errno of the failing call */
    int32_t at;       /* the first call that fails, from 1 */
    int32_t for_ever; /* whether every later one fails too */
    int32_t seen;     /* calls counted so far */
    int32_t failed;   /* calls failed so far */
};

struct entry { /* one line of the journal; `size` bytes follow */
    char deed[4];
    int32_t file;
    int64_t offset;
    int64_t size;
};

static const char *folder;
static struct control *control;
static int journal = -1;
static char watched[MOST_FILES];
static pthread_mutex_t turn = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("IMS_SHIM_CONTROL");
    folder = getenv("IMS_SHIM_FOLDER");
    if (path) {
        int fd = syscall(SYS_open, path, O_RDWR);
        void *page = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        control = page == MAP_FAILED ? 0 : page;
        syscall(SYS_close, fd);
    }
    path = getenv("IMS_SHIM_JOURNAL");
    if (path) {
        int fd = syscall(SYS_open, path, O_WRONLY | O_CREAT | O_APPEND, 0600);
        journal = syscall(SYS_dup2, fd, JOURNAL_FD);
        syscall(SYS_close, fd);
    }
}

static int is_ours(const char *path)
{
    size_t size = folder ? strlen(folder) : 0;
    if (!size || !path || strncmp(path, folder, size)) return 0;
    return path[size] == 0 || path[size] == '/';
}

static int is_watched(int fd) { return fd >= 0 && fd < MOST_FILES && watched[fd]; }

static void note(const char *deed, int file, int64_t offset, const void *data, int64_t size)
{
    struct entry line = {.file = file, .offset = offset, .size = size};
    if (journal < 0) return;
    memcpy(line.deed, deed, 4);
    syscall(SYS_write, journal, &line, sizeof line);
    while (size > 0) {
        long done = syscall(SYS_write, journal, data, size);
        if (done <= 0) abort();
        data = (const char *)data + done;
        size -= done;
    }
}

static int fails(int kind)
{
    if (!control || !(control->kinds & kind)) return 0;
    int seen = __atomic_add_fetch(&control->seen, 1, __ATOMIC_SEQ_CST);
    if (seen != control->at && !(control->for_ever && seen > control->at)) return 0;
    __atomic_add_fetch(&control->failed, 1, __ATOMIC_SEQ_CST);
    errno = control->error;
    return 1;
}

static int opened(int fd, const char *path, int flags)
{
    if (fd < 0 || fd >= MOST_FILES) return fd;
    watched[fd] = is_ours(path);
    if (watched[fd]) note("open", fd, flags, path, strlen(path));
    return fd;
}

static int open_it(const char *path, int flags, mode_t mode)
{
    int fd;
    pthread_mutex_lock(&turn);
    if (is_ours(path) && flags & O_CREAT && access(path, F_OK) && fails(NAMES)) fd = -1;
    else fd = opened(syscall(SYS_openat, AT_FDCWD, path, flags, mode), path, flags);
    pthread_mutex_unlock(&turn);
    return fd;
}

#define MODE(flags, last) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, last); \
        mode = va_arg(more, mode_t); \
        va_end(more); \
    }

int open(const char *path, int flags, ...)
{
    MODE(flags, flags)
    return open_it(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    MODE(flags, flags)
    return open_it(path, flags | O_LARGEFILE, mode);
}

int close(int fd)
{
    pthread_mutex_lock(&turn);
    if (is_watched(fd)) note("shut", fd, 0, 0, 0);
    if (fd >= 0 && fd < MOST_FILES) watched[fd] = 0;
    int said = syscall(SYS_close, fd);
    pthread_mutex_unlock(&turn);
    return said;
}

/* A failing write leaves some of its sectors behind, as a disk that fills up does. */
static ssize_t write_it(int fd, const void *data, size_t size, off64_t offset)
{
    pthread_mutex_lock(&turn);
    int is_failing = fails(WRITES), error = errno;
    size_t wanted = is_failing ? size / 2 / SECTOR * SECTOR : size;
    ssize_t done = wanted ? syscall(SYS_pwrite64, fd, data, wanted, offset) : 0;
    if (done > 0) note("data", fd, offset, data, done);
    if (is_failing) {
        errno = error;
        done = -1;
    }
    pthread_mutex_unlock(&turn);
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset)
{
    if (!is_watched(fd)) return syscall(SYS_pwrite64, fd, data, size, offset);
    return write_it(fd, data, size, offset);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset)
{
    return pwrite64(fd, data, size, offset);
}

ssize_t write(int fd, const void *data, size_t size)
{
    if (fd == STDOUT_FILENO) {
        pthread_mutex_lock(&turn);
        ssize_t said = syscall(SYS_write, fd, data, size);
        if (said > 0) note("said", fd, 0, data, said);
        pthread_mutex_unlock(&turn);
        return said;
    }
    if (!is_watched(fd)) return syscall(SYS_write, fd, data, size);
    int is_at_end = fcntl(fd, F_GETFL) & O_APPEND;
    off64_t at = lseek64(fd, 0, is_at_end ? SEEK_END : SEEK_CUR);
    ssize_t done = write_it(fd, data, size, at);
    if (done > 0) lseek64(fd, at + done, SEEK_SET);
    return done;
}

int ftruncate64(int fd, off64_t size)
{
    if (!is_watched(fd)) return syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&turn);
    int said = fails(WRITES) ? -1 : (int)syscall(SYS_ftruncate, fd, size);
    if (!said) note("size", fd, size, 0, 0);
    pthread_mutex_unlock(&turn);
    return said;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int sync_it(int fd, long call)
{
    if (!is_watched(fd)) return syscall(call, fd);
    pthread_mutex_lock(&turn);
    int said = fails(SYNCS) ? -1 : 0; /* the power cut is simulated: nothing need reach the disk */
    if (!said) note("sync", fd, 0, 0, 0);
    pthread_mutex_unlock(&turn);
    return said;
}

int fsync(int fd) { return sync_it(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_it(fd, SYS_fdatasync); }

int unlink(const char *path)
{
    if (!is_ours(path)) return syscall(SYS_unlink, path);
    pthread_mutex_lock(&turn);
    int said = fails(NAMES) ? -1 : (int)syscall(SYS_unlink, path);
    if (!said) note("gone", -1, 0, path, strlen(path));
    pthread_mutex_unlock(&turn);
    return said;
}

int rename(const char *from, const char *to)
{
    if (!is_ours(to)) return syscall(SYS_rename, from, to);
    pthread_mutex_lock(&turn);
    int said = fails(NAMES) ? -1 : (int)syscall(SYS_rename, from, to);
    if (!said) {
        size_t first = strlen(from) + 1, both = first + strlen(to);
        char *names = malloc(both);
        memcpy(names, from, first);
        memcpy(names + first, to, both - first);
        note("name", -1, 0, names, both);
        free(names);
    }
    pthread_mutex_unlock(&turn);
    return said;
}

/* Python copies files with these where it can; refused, it reads and writes. */
ssize_t sendfile64(int out, int in, off64_t *offset, size_t size)
{
    if (is_watched(out)) {
        errno = ENOTSOCK;
        return -1;
    }
    return syscall(SYS_sendfile, out, in, offset, size);
}

ssize_t sendfile(int out, int in, off_t *offset, size_t size)
{
    return sendfile64(out, in, offset, size);
}

ssize_t copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t size, unsigned how)
{
    if (is_watched(out)) {
        errno = ENOSYS;
        return -1;
    }
    return syscall(SYS_copy_file_range, in, in_at, out, out_at, size, how);
}
