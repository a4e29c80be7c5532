// Dirties memory in an exact pattern, and as little else as possible.
//
// Fills so many bytes with random ones, says so with one byte on its output, waits for a byte or
// the end of its input, and then writes pages until it is killed. Without a pattern it only fills.
// With --trace it stops after so many writes and prints, for each, the page and the microseconds
// since the start: what it does can be checked without a virtual machine.
#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { page_size = 4096, ticks_per_second = 100, ns_per_tick = 10000000 };
enum pattern { fill_only, sequential, uniform, hot_cold };
enum pacing { catch_up, steady, cpu_bound };

// Shares come in whole parts of so many.
static const uint64_t whole = 1000000000;

static uint64_t state;

// xorshift64*: its upper half is good enough to choose pages by.
static inline uint64_t next_random(void) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * 0x2545f4914f6cdd1dULL;
}

// Uniform in 0..<bound; a bound below 2^32 is biased by less than its share of 2^32.
static inline uint64_t below(uint64_t bound) { return (next_random() >> 32) * bound >> 32; }

static void fail(const char *what, const char *value) {
  fprintf(stderr, "page-writer: %s: %s\n", what, value);
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
  enum pattern pattern;
  enum pacing pacing;
  uint64_t pages, hot_pages, hot_share, bits_per_second, changed, trace;
} plan = {.changed = 8};

static unsigned char *memory;
static uint64_t cursor;
static uint64_t written;
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

static void randomize(unsigned char *at, uint64_t bytes) {
  for (; bytes >= 8; at += 8, bytes -= 8) {
    uint64_t value = next_random();
    memcpy(at, &value, 8);
  }
  uint64_t value = next_random();
  memcpy(at, &value, bytes);
}

static inline uint64_t next_page(void) {
  uint64_t page = cursor;
  switch (plan.pattern) {
    case hot_cold:
      if (below(whole) < plan.hot_share) return below(plan.hot_pages);
      return plan.hot_pages + below(plan.pages - plan.hot_pages);
    case uniform:
      return below(plan.pages);
    default:
      cursor = page + 1 == plan.pages ? 0 : page + 1;
      return page;
  }
}

static inline void write_page(void) {
  uint64_t page = next_page();
  randomize(memory + page * page_size, plan.changed);
  if (!plan.trace) return;
  printf("%llu %lld\n", (unsigned long long)page, (long long)(now() - started) / 1000);
  if (++written == plan.trace) exit(0);
}

// Every tick owes so many bits; what is left of a page stays owed. The instant of a tick never
// depends on when the last one ran, so a late writer finds its next ticks due at once and makes up
// for the stall. A steady one lets the ticks that it missed go.
static void write_at_rate(void) {
  const uint64_t page_cost = (uint64_t)page_size * 8 * ticks_per_second;
  uint64_t owed = 0;
  for (int64_t tick = started + ns_per_tick;; tick += ns_per_tick) {
    sleep_until(tick);
    if (plan.pacing == steady) {
      int64_t late = now() - tick;
      if (late > ns_per_tick) tick += late / ns_per_tick * ns_per_tick;
    }
    for (owed += plan.bits_per_second; owed >= page_cost; owed -= page_cost) write_page();
  }
}

static void read_options(int count, char **arguments) {
  static const char *const patterns[] = {"fill", "sequential", "uniform", "hot-cold"};
  static const char *const pacings[] = {"catch-up", "steady", "cpu-bound"};
  static const struct option options[] = {
      {"pattern", 1, 0, 'p'}, {"bytes", 1, 0, 'b'},   {"seed", 1, 0, 's'},
      {"rate", 1, 0, 'r'},    {"pacing", 1, 0, 'c'},  {"changed-bytes", 1, 0, 'n'},
      {"hot-bytes", 1, 0, 'h'}, {"hot-share", 1, 0, 'a'}, {"trace", 1, 0, 't'}, {0}};
  int option;
  while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
    switch (option) {
      case 'p': plan.pattern = choice("pattern", optarg, patterns, 4); break;
      case 'c': plan.pacing = choice("pacing", optarg, pacings, 3); break;
      case 'b': plan.pages = number("bytes", optarg, 1, 1ULL << 43) / page_size; break;
      case 's': state = number("seed", optarg, 1, UINT64_MAX); break;
      case 'r': plan.bits_per_second = number("rate", optarg, 0, 1ULL << 50); break;
      case 'n': plan.changed = number("changed-bytes", optarg, 1, page_size); break;
      case 'h': plan.hot_pages = number("hot-bytes", optarg, 1, 1ULL << 43) / page_size; break;
      case 'a': plan.hot_share = number("hot-share", optarg, 0, whole); break;
      case 't': plan.trace = number("trace", optarg, 1, UINT64_MAX); break;
      default: exit(2);
    }
  }
  if (optind != count) fail("unexpected", arguments[optind]);
  if (!state) fail("seed", "is missing");
  if (!plan.pages) fail("bytes", "less than a page");
  if (plan.pattern == hot_cold && (!plan.hot_pages || plan.hot_pages >= plan.pages))
    fail("hot-bytes", "neither none nor all of the pages");
}

int main(int count, char **arguments) {
  read_options(count, arguments);
  memory = mmap(NULL, plan.pages * page_size, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) fail("memory", strerror(errno));
  randomize(memory, plan.pages * page_size);

  char go;
  if (!plan.trace) {
    if (write(STDOUT_FILENO, "f", 1) != 1) fail("output", strerror(errno));
    // So that whoever reads sees the end once no writer is left that still fills.
    close(STDOUT_FILENO);
  }
  if (read(STDIN_FILENO, &go, 1) < 0) fail("input", strerror(errno));

  if (plan.pattern == fill_only)
    for (;;) pause();
  started = now();
  if (plan.pacing == cpu_bound)
    for (;;) write_page();
  write_at_rate();
}
