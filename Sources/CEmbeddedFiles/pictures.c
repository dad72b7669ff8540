#include "CEmbeddedFiles.h"

// Of C23, which clang knows in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char boat[] = {
#embed "../../samples/small/boat.png"
};
static const unsigned char cat[] = {
#embed "../../samples/small/cat.png"
};
static const unsigned char eight[] = {
#embed "../../samples/small/eight.png"
};

static const EmbeddedBytes files[] = {
    {"boat", boat, sizeof boat},
    {"cat", cat, sizeof cat},
    {"eight", eight, sizeof eight},
};

const EmbeddedBytes *embeddedPictures(long *count) {
  *count = sizeof files / sizeof files[0];
  return files;
}
