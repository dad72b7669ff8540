// The setjmp boundary around libpng and libjpeg-turbo: a row at a time out of bytes in memory.
// Every function here returns; no longjmp leaves this target, and no callback enters Swift.
#ifndef CIMAGECODECS_H
#define CIMAGECODECS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How a call ended.
enum {
  codecOK = 0,
  /// The library refused the data; its own words are in the message.
  codecBroken = 1,
  /// The data end before the picture does.
  codecTruncated = 2,
};

/// What the rows that a decoder delivers look like.
typedef struct {
  /// Pixels in a row, as stored: before any EXIF orientation.
  uint32_t width;
  /// Rows, as stored.
  uint32_t height;
  /// Samples of a pixel: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha, or 4 CMYK.
  uint32_t channels;
  /// Bits of a delivered sample: 8, or 16 in the machine's byte order.
  uint32_t depth;
  /// Bits of a sample in the file.
  uint32_t storedDepth;
  /// Interlaced (PNG): all rows come at once. Progressive (JPEG) says nothing here.
  bool interlaced;
  /// PNG rows of 8-bit samples as they are in the file: nothing to expand, nothing to put in order.
  bool plain;
  /// The four samples are cyan, magenta, yellow, black.
  bool cmyk;
  /// CMYK with 255 for no ink, as Adobe's programs store it.
  bool inverted;
} PictureLayout;

typedef struct PNGDecoder PNGDecoder;
typedef struct JPEGDecoder JPEGDecoder;

/// A decoder over `count` bytes, which must outlive it; null when there is no memory.
PNGDecoder *pngDecoderCreate(const uint8_t *bytes, size_t count);
/// Reads everything before the pixels. To be called once, first.
int pngDecoderHeader(PNGDecoder *decoder, PictureLayout *layout);
/// Reads the next `count` rows, `stride` bytes apart; all of them at once when interlaced.
int pngDecoderRows(PNGDecoder *decoder, uint8_t *rows, size_t stride, uint32_t count);
/// Whole rows read so far.
uint32_t pngDecoderRowCount(const PNGDecoder *decoder);
/// Checks what follows the pixels.
int pngDecoderEnd(PNGDecoder *decoder);
/// The library's words for the failure.
const char *pngDecoderMessage(const PNGDecoder *decoder);
void pngDecoderDestroy(PNGDecoder *decoder);

/// A decoder over `count` bytes, which must outlive it; null when there is no memory.
JPEGDecoder *jpegDecoderCreate(const uint8_t *bytes, size_t count);
/// Reads everything before the pixels; `luma` asks for the gray of a colour picture alone. To be called once, first.
int jpegDecoderHeader(JPEGDecoder *decoder, bool luma, PictureLayout *layout);
/// Reads the next `count` rows, `stride` bytes apart. The first call may allocate the whole picture (progressive).
int jpegDecoderRows(JPEGDecoder *decoder, uint8_t *rows, size_t stride, uint32_t count);
/// Whole rows read so far.
uint32_t jpegDecoderRowCount(const JPEGDecoder *decoder);
/// Checks what follows the pixels.
int jpegDecoderEnd(JPEGDecoder *decoder);
/// The library's words for the failure.
const char *jpegDecoderMessage(const JPEGDecoder *decoder);
void jpegDecoderDestroy(JPEGDecoder *decoder);

#endif
