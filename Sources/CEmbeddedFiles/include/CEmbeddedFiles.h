#ifndef CEMBEDDEDFILES_H
#define CEMBEDDEDFILES_H

// Files of the repository inside the binary, byte for byte, so that it works wherever it is copied.

typedef struct {
  const char *name;
  const unsigned char *bytes;
  long count;
} EmbeddedBytes;

// The models of models/.
const EmbeddedBytes *embeddedModels(long *count);
// The pictures of samples/small/.
const EmbeddedBytes *embeddedPictures(long *count);

#endif
