// Nettle, which has the check sums of data sets: loaded when one is checked.
#ifndef CNETTLE_H
#define CNETTLE_H

#include <nettle/sha2.h>

// 1 when the library is on this machine; loads it. Call it before any of its functions.
int CNettleLoad(void);

#endif
