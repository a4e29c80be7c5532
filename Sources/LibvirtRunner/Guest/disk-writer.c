// Writes blocks of a disk, past the page cache, at even distances in time.
//
// Says with one byte on its output that it is there, waits for a byte or the end of its input, and
// then writes until it is killed. The first 8 bytes of a block are new with each write; a block is
// random otherwise, so it is data and never a hole.
// With --trace it stops after so many writes and prints, for each, the block and the microseconds
// since the start at which it was done, and "flush" for each flush.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { alignment = 4096 };
enum order { uniform, sequential };
enum pacing { catch_up, steady, cpu_bound };

static uint64_t state;

// xorshift64*, as in the page writer.
static uint64_t next_random(void) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * 0x2545f4914f6cdd1dULL;
}

static void fail(const char *what, const char *value) {
  fprintf(stderr, "disk-writer: %s: %s\n", what, value);
  exit(2);
}

static uint64_t number(const char *name, const char *text, uint64_t least, uint64_t most) {
  char *end;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  if (errno || end == text || *end || *text == '-' || value < least || value > most)
    fail(name, text);
  return value;
}

static int choice(const char *name, const char *text, const char *const *words, int count) {
  for (int i = 0; i < count; i++)
    if (!strcmp(text, words[i])) return i;
  fail(name, text);
  return 0;
}

static struct {
  const char *device;
  enum order order;
  enum pacing pacing;
  uint64_t bytes, block, bits_per_second, flush_every, trace;
} plan = {.block = 4096};

static int disk;
static unsigned char *content;
static uint64_t blocks, cursor, written;
static int64_t started;

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void sleep_until(int64_t instant) {
  struct timespec t = {instant / 1000000000, instant % 1000000000};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR) {
  }
}

static uint64_t next_block(void) {
  if (plan.order == uniform) return (next_random() >> 32) * blocks >> 32;
  uint64_t block = cursor;
  cursor = block + 1 == blocks ? 0 : block + 1;
  return block;
}

static void write_block(void) {
  uint64_t block = next_block(), value = next_random();
  memcpy(content, &value, sizeof value);
  ssize_t count = pwrite(disk, content, plan.block, (off_t)(block * plan.block));
  if (count != (ssize_t)plan.block) fail("write", count < 0 ? strerror(errno) : "cut short");
  if (!plan.trace) return;
  printf("%llu %lld\n", (unsigned long long)block, (long long)(now() - started) / 1000);
  if (++written == plan.trace) exit(0);
}

static void flush(void) {
  if (fdatasync(disk)) fail("flush", strerror(errno));
  if (plan.trace) printf("flush %lld\n", (long long)(now() - started) / 1000);
}

// The instant at which write `index` is due, were none ever late.
static int64_t due(uint64_t index) {
  return (int64_t)((unsigned __int128)index * plan.block * 8 * 1000000000 / plan.bits_per_second);
}

// A write's instant does not depend on when the one before was done, so a late writer makes up for
// the stall; a steady one moves all that follow by as much as it is late.
static void write_for_ever(void) {
  int64_t next_flush = plan.flush_every ? started + (int64_t)plan.flush_every : INT64_MAX;
  int64_t delay = started;
  for (uint64_t index = 1;; index++) {
    if (plan.pacing != cpu_bound) {
      int64_t instant = delay + due(index);
      while (next_flush <= instant) {
        sleep_until(next_flush);
        flush();
        next_flush += (int64_t)plan.flush_every;
      }
      int64_t late = now() - instant;
      if (late < 0) sleep_until(instant);
      else if (plan.pacing == steady) delay += late;
    } else if (now() >= next_flush) {
      flush();
      next_flush += (int64_t)plan.flush_every;
    }
    write_block();
  }
}

static void read_options(int count, char **arguments) {
  static const char *const orders[] = {"uniform", "sequential"};
  static const char *const pacings[] = {"catch-up", "steady", "cpu-bound"};
  static const struct option options[] = {
      {"device", 1, 0, 'd'}, {"bytes", 1, 0, 'b'},  {"block", 1, 0, 'k'},
      {"rate", 1, 0, 'r'},   {"order", 1, 0, 'o'},  {"pacing", 1, 0, 'c'},
      {"seed", 1, 0, 's'},   {"flush-every", 1, 0, 'f'}, {"trace", 1, 0, 't'}, {0}};
  int option;
  while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
    switch (option) {
      case 'd': plan.device = optarg; break;
      case 'b': plan.bytes = number("bytes", optarg, 1, 1ULL << 50); break;
      case 'k': plan.block = number("block", optarg, 512, 1ULL << 26); break;
      case 'r': plan.bits_per_second = number("rate", optarg, 1, 1ULL << 50); break;
      case 'o': plan.order = choice("order", optarg, orders, 2); break;
      case 'c': plan.pacing = choice("pacing", optarg, pacings, 3); break;
      case 's': state = number("seed", optarg, 1, UINT64_MAX); break;
      case 'f': plan.flush_every = number("flush-every", optarg, 1, 1ULL << 62); break;
      case 't': plan.trace = number("trace", optarg, 1, UINT64_MAX); break;
      default: exit(2);
    }
  }
  if (optind != count) fail("unexpected", arguments[optind]);
  if (!plan.device) fail("device", "is missing");
  if (!state) fail("seed", "is missing");
  if (!plan.bits_per_second) fail("rate", "is missing");
  blocks = plan.bytes / plan.block;
  if (!blocks || blocks >> 32) fail("bytes", "no block, or too many");
}

int main(int count, char **arguments) {
  read_options(count, arguments);
  disk = open(plan.device, O_WRONLY | O_DIRECT | O_CLOEXEC);
  if (disk < 0) fail(plan.device, strerror(errno));
  off_t size = lseek(disk, 0, SEEK_END);
  if (size < 0 || (uint64_t)size < plan.bytes) fail(plan.device, "has not so many bytes");
  content = aligned_alloc(alignment, (plan.block + alignment - 1) / alignment * alignment);
  if (!content) fail("memory", strerror(errno));
  for (uint64_t at = 0; at < plan.block; at += 8) {
    uint64_t value = next_random();
    memcpy(content + at, &value, sizeof value);
  }

  char go;
  if (!plan.trace) {
    if (write(STDOUT_FILENO, "f", 1) != 1) fail("output", strerror(errno));
    // So that whoever reads sees the end once no writer is left that still fills.
    close(STDOUT_FILENO);
  }
  if (read(STDIN_FILENO, &go, 1) < 0) fail("input", strerror(errno));
  started = now();
  write_for_ever();
}
