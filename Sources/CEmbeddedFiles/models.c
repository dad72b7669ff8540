#include "CEmbeddedFiles.h"

// Of C23, which clang knows in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char convnet[] = {
#embed "../../models/convnet.safetensors"
};
static const unsigned char lenet[] = {
#embed "../../models/lenet.safetensors"
};
static const unsigned char visualizer[] = {
#embed "../../models/visualizer-mlp.safetensors"
};

static const EmbeddedBytes files[] = {
    {"convnet", convnet, sizeof convnet},
    {"lenet", lenet, sizeof lenet},
    {"visualizer-mlp", visualizer, sizeof visualizer},
};

const EmbeddedBytes *embeddedModels(long *count) {
  *count = sizeof files / sizeof files[0];
  return files;
}
