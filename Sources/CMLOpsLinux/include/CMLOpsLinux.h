#ifndef CMLOPSLINUX_H
#define CMLOPSLINUX_H
#endif
