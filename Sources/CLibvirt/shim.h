#include <libvirt/libvirt-qemu.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

// sched.h hides these two from Swift, whose Glibc module is read without _GNU_SOURCE.
int setns(int file, int kind);
#ifndef CLONE_NEWNET
#define CLONE_NEWNET 0x40000000
#endif
