// The guest's first and only system process: obeys the kernel command line, then sleeps.
//
// Orders are words of /proc/cmdline. An order's arguments are separated by commas, and any byte
// outside A-Z a-z 0-9 . _ - = : / is written %XX. They go to programs as they are; the guest has no
// shell.
//   ferry.writer=ARGUMENTS   start /page-writer, which fills its memory and then waits for all
//   ferry.disks=NAMES       load virtio-blk, and see that these devices are there
//   ferry.disk-writer=ARGUMENTS   start /disk-writer, which waits for all like a page writer
//   ferry.stress=ARGUMENTS   start /stress-ng once everything is filled
//   ferry.address=A.B.C.D,M.M.M.M   load virtio-net and give its interface an address and a mask
//   ferry.then=off           switch off once ready: a trial of the machine, not a run
// "ferry: ready" on the console says that all memory is filled and every load runs;
// "ferry: failed: …" that this cannot be. A load that ends later is told as "ferry: ended: …".
// Each byte that comes in at the second serial port goes out again: whoever asks knows that the
// guest lives, and who does not ask has cost it no page.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { most_loads = 32, most_arguments = 64 };

static struct load {
  char *order;
  const char *program;
  pid_t pid;
} loads[most_loads];
static int load_count;
static const char stress_ng[] = "/stress-ng";

static void say(const char *format, ...) {
  char line[512];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(line, sizeof line - 1, format, values);
  va_end(values);
  if (length > (int)sizeof line - 2) length = sizeof line - 2;
  line[length++] = '\n';
  // One write, so that a kernel's message cannot split the line.
  (void)!write(STDERR_FILENO, line, length);
}

__attribute__((noreturn)) static void switch_off(void) {
  sync();
  reboot(RB_POWER_OFF);
  for (;;) pause();
}

#define FAIL(...)                     \
  do {                                \
    say("ferry: failed: " __VA_ARGS__); \
    switch_off();                     \
  } while (0)

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Decodes in place: what is decoded is never longer.
static void decode(char *text) {
  char *out = text;
  for (char *in = text; *in; in++, out++) {
    *out = *in;
    if (*in != '%') continue;
    int high = hex_digit(in[1]), low = high < 0 ? -1 : hex_digit(in[2]);
    if (low < 0 || high * 16 + low == 0) FAIL("an order's bytes: %s", in);
    *out = high * 16 + low;
    in += 2;
  }
  *out = 0;
}

// Splits an order at its commas; returns how many arguments there are.
static int split(char *order, char **arguments, int room) {
  int count = 0;
  for (char *word; (word = strsep(&order, ","));) {
    if (count == room) FAIL("more than %d arguments", room);
    decode(word);
    arguments[count++] = word;
  }
  return count;
}

static void add_load(char *order, const char *program) {
  if (load_count == most_loads) FAIL("more than %d loads", most_loads);
  loads[load_count++] = (struct load){order, program, 0};
}

// Starts a load with these files as input, output and errors, and waits until it runs.
static pid_t start(struct load *load, int input, int output) {
  const char *program = load->program;
  char *arguments[most_arguments + 2] = {(char *)program};
  arguments[1 + split(load->order, arguments + 1, most_arguments)] = NULL;
  int news[2];
  if (pipe2(news, O_CLOEXEC)) FAIL("pipe: %s", strerror(errno));
  pid_t pid = fork();
  if (pid < 0) FAIL("fork: %s", strerror(errno));
  if (pid == 0) {
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    execv(program, arguments);
    int error = errno;
    (void)!write(news[1], &error, sizeof error);
    _exit(127);
  }
  // The pipe closes when the program has taken over; anything read before is its error.
  int error;
  close(news[1]);
  if (read(news[0], &error, sizeof error) > 0) FAIL("%s: %s", program, strerror(error));
  close(news[0]);
  return pid;
}

static void tell_end(struct load *load, int status, const char *word) {
  const char *program = load->program + 1;
  int index = (int)(load - loads) + 1;
  if (WIFSIGNALED(status))
    say("ferry: %s: load %d (%s) by signal %d", word, index, program, WTERMSIG(status));
  else
    say("ferry: %s: load %d (%s) with code %d", word, index, program, WEXITSTATUS(status));
}

// Reaps what has ended; before the guest is ready, a load's end is a failure.
static void reap(int flags, int is_ready) {
  int status;
  for (pid_t pid; (pid = waitpid(-1, &status, flags)) > 0;)
    for (int i = 0; i < load_count; i++) {
      if (loads[i].pid != pid) continue;
      tell_end(&loads[i], status, is_ready ? "ended" : "failed");
      if (!is_ready) switch_off();
    }
}

// Writers first: each fills, says so and waits. Then all go at once, with stress-ng.
static void start_loads(void) {
  int filled[2], go[2], null = open("/dev/null", O_RDWR | O_CLOEXEC), waiting = 0, stress = 0;
  if (null < 0 || pipe2(filled, O_CLOEXEC) || pipe2(go, O_CLOEXEC))
    FAIL("pipe: %s", strerror(errno));
  for (int i = 0; i < load_count; i++)
    if (loads[i].program != stress_ng) {
      loads[i].pid = start(&loads[i], go[0], filled[1]);
      waiting++;
    }
  close(filled[1]);
  for (; waiting; waiting--) {
    char byte;
    // Nothing to read means that a writer has ended, for which it has given its reason.
    if (read(filled[0], &byte, 1) != 1) {
      reap(0, 0);
      FAIL("memory is not filled");
    }
    reap(WNOHANG, 0);
  }
  close(filled[0]);
  for (int i = 0; i < load_count; i++)
    if (loads[i].program == stress_ng) {
      loads[i].pid = start(&loads[i], null, STDERR_FILENO);
      stress++;
    }
  if (stress) {
    // stress-ng reads its options only now; wrong ones end it in its first moments.
    nanosleep(&(struct timespec){2, 0}, NULL);
    reap(WNOHANG, 0);
  }
  close(go[0]);
  close(go[1]);
  close(null);
}

// Modules are numbered in the order in which they need each other. A folder that is not there is of
// modules that the kernel has built in.
static void load_modules(const char *folder) {
  char top[64];
  struct dirent **names;
  snprintf(top, sizeof top, "/modules/%s", folder);
  int count = scandir(top, &names, NULL, alphasort);
  for (int i = 0; i < count; i++) {
    if (names[i]->d_name[0] == '.') continue;
    char path[400];
    snprintf(path, sizeof path, "%s/%s", top, names[i]->d_name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    // 4: MODULE_INIT_COMPRESSED_FILE
    if (syscall(SYS_finit_module, file, "", strstr(path, ".ko.") ? 4 : 0) &&
        errno != EEXIST)
      FAIL("%s: %s", path, strerror(errno));
    close(file);
  }
}

static void find_disks(char *order) {
  char *names[26];
  load_modules("virtio");
  load_modules("disk");
  for (int count = split(order, names, 26), i = 0; i < count; i++) {
    char path[64];
    snprintf(path, sizeof path, "/dev/%s", names[i]);
    if (access(path, R_OK | W_OK)) FAIL("%s: %s", path, strerror(errno));
  }
}

static void set_address(char *order) {
  char *parts[2];
  struct ifreq request = {.ifr_name = "eth0"};
  struct sockaddr_in *address = (struct sockaddr_in *)&request.ifr_addr;
  load_modules("virtio");
  load_modules("network");
  if (split(order, parts, 2) != 2) FAIL("the address has no mask");
  int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  address->sin_family = AF_INET;
  if (inet_pton(AF_INET, parts[0], &address->sin_addr) != 1 || ioctl(any, SIOCSIFADDR, &request))
    FAIL("address %s of eth0: %s", parts[0], strerror(errno));
  if (inet_pton(AF_INET, parts[1], &address->sin_addr) != 1 ||
      ioctl(any, SIOCSIFNETMASK, &request))
    FAIL("mask %s of eth0: %s", parts[1], strerror(errno));
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  if (ioctl(any, SIOCSIFFLAGS, &request)) FAIL("eth0: %s", strerror(errno));
  close(any);
}

// Sends back what comes in at the second serial port, where there is one.
static void answer_calls(void) {
  int port = open("/dev/ttyS1", O_RDWR | O_NOCTTY | O_CLOEXEC);
  struct termios raw;
  if (port < 0 || tcgetattr(port, &raw)) return;
  if (fork()) {
    close(port);
    return;
  }
  cfmakeraw(&raw);
  tcsetattr(port, TCSANOW, &raw);
  for (char byte; read(port, &byte, 1) == 1;) (void)!write(port, &byte, 1);
  _exit(0);
}

int main(void) {
  static char line[4096];
  int is_trial = 0;
  mkdir("/proc", 0755);
  mkdir("/sys", 0755);
  mkdir("/dev", 0755);
  mkdir("/tmp", 01777);
  if (mount("proc", "/proc", "proc", 0, NULL) || mount("sysfs", "/sys", "sysfs", 0, NULL) ||
      mount("devtmpfs", "/dev", "devtmpfs", 0, NULL))
    FAIL("mount: %s", strerror(errno));
  mkdir("/dev/shm", 01777);
  chdir("/tmp");

  int file = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);
  if (read(file, line, sizeof line - 1) <= 0) FAIL("/proc/cmdline: %s", strerror(errno));
  close(file);
  char *rest = line;
  for (char *word; (word = strsep(&rest, " \n"));) {
    if (!strncmp(word, "ferry.writer=", 13)) {
      add_load(word + 13, "/page-writer");
    } else if (!strncmp(word, "ferry.disk-writer=", 18)) {
      add_load(word + 18, "/disk-writer");
    } else if (!strncmp(word, "ferry.stress=", 13)) {
      add_load(word + 13, stress_ng);
    } else if (!strncmp(word, "ferry.disks=", 12)) {
      find_disks(word + 12);
    } else if (!strncmp(word, "ferry.address=", 14)) {
      set_address(word + 14);
    } else if (!strcmp(word, "ferry.then=off")) {
      is_trial = 1;
    }
  }
  answer_calls();
  start_loads();
  say("ferry: ready");
  if (is_trial) switch_off();
  for (;;) {
    reap(0, 1);
    pause();
  }
}
