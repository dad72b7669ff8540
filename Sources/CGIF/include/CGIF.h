// giflib, which writes animations: loaded when one is written.
#ifndef CGIF_H
#define CGIF_H

#include <gif_lib.h>

// 1 when the library is on this machine; loads it. Call it before any of its functions.
int CGIFLoad(void);

#endif
