#include "CLazyLibrary.h"
#include "CGIF.h"

// result, name, parameters, arguments
#define FUNCTIONS(FUNCTION) \
  FUNCTION(int, EGifCloseFile, (GifFileType *GifFile, int *ErrorCode), (GifFile, ErrorCode)) \
  FUNCTION(size_t, EGifGCBToExtension, (const GraphicsControlBlock *GCB, GifByteType *GifExtension), (GCB, GifExtension)) \
  FUNCTION(GifFileType *, EGifOpen, (void *userPtr, OutputFunc writeFunc, int *Error), (userPtr, writeFunc, Error)) \
  FUNCTION(int, EGifPutExtension, (GifFileType *GifFile, const int GifExtCode, const int GifExtLen, const void *GifExtension), (GifFile, GifExtCode, GifExtLen, GifExtension)) \
  FUNCTION(int, EGifPutExtensionBlock, (GifFileType *GifFile, const int GifExtLen, const void *GifExtension), (GifFile, GifExtLen, GifExtension)) \
  FUNCTION(int, EGifPutExtensionLeader, (GifFileType *GifFile, const int GifExtCode), (GifFile, GifExtCode)) \
  FUNCTION(int, EGifPutExtensionTrailer, (GifFileType *GifFile), (GifFile)) \
  FUNCTION(int, EGifPutImageDesc, (GifFileType *GifFile, const int GifLeft, const int GifTop, const int GifWidth, const int GifHeight, const _Bool GifInterlace, const ColorMapObject *GifColorMap), (GifFile, GifLeft, GifTop, GifWidth, GifHeight, GifInterlace, GifColorMap)) \
  FUNCTION(int, EGifPutLine, (GifFileType *GifFile, GifPixelType *GifLine, int GifLineLen), (GifFile, GifLine, GifLineLen)) \
  FUNCTION(int, EGifPutScreenDesc, (GifFileType *GifFile, const int GifWidth, const int GifHeight, const int GifColorRes, const int GifBackGround, const ColorMapObject *GifColorMap), (GifFile, GifWidth, GifHeight, GifColorRes, GifBackGround, GifColorMap)) \
  FUNCTION(void, EGifSetGifVersion, (GifFileType *GifFile, const _Bool gif89), (GifFile, gif89)) \
  FUNCTION(const char *, GifErrorString, (int ErrorCode), (ErrorCode)) \
  FUNCTION(void, GifFreeMapObject, (ColorMapObject *Object), (Object)) \
  FUNCTION(ColorMapObject *, GifMakeMapObject, (int ColorCount, const GifColorType *ColorMap), (ColorCount, ColorMap))

LAZY_LIBRARY(CGIFLoad, FUNCTIONS, "libgif.so.7", "libgif.7.dylib", "libgif.so")
