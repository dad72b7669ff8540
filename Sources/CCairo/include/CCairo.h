// Cairo, which draws figures: loaded when one is drawn.
#ifndef CCAIRO_H
#define CCAIRO_H

#include <cairo/cairo-pdf.h>
#include <cairo/cairo-svg.h>
#include <cairo/cairo.h>

// 1 when the library is on this machine; loads it. Call it before any of its functions.
int CCairoLoad(void);

#endif
