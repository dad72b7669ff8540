// The setjmp boundary around libpng and libjpeg-turbo: a row at a time out of bytes in memory, which are asked for as they
// are needed. Every function here returns; no longjmp leaves this target. The one callback, `CodecFill`, returns before
// the library goes on, so that no longjmp crosses it.
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
  /// The library got no memory.
  codecNoMemory = 3,
};

/// Sees to it that the first `wanted` bytes are there; returns how many are, fewer only where the data end.
typedef size_t (*CodecFill)(void *context, size_t wanted);

/// Where the bytes come from: an address that stays, and who fills it.
typedef struct {
  const uint8_t *bytes;
  CodecFill fill;
  void *context;
  /// Goes on after damage as far as it can.
  bool keepsDamaged;
} CodecInput;

/// What the rows that a decoder delivers look like.
typedef struct {
  /// Pixels in a row, as stored: before any EXIF orientation.
  uint32_t width;
  /// Rows, as stored.
  uint32_t height;
  /// Samples of a pixel: 1 gray, 2 gray and alpha, 3 RGB or YCbCr, 4 RGB and alpha, or 4 CMYK.
  uint32_t channels;
  /// Bits of a delivered sample: 8, or 16 in the machine's byte order.
  uint32_t depth;
  /// Bits of a sample in the file.
  uint32_t storedDepth;
  /// Samples of a pixel in the file; 1 with a palette.
  uint32_t storedChannels;
  /// Interlaced (PNG): all rows come at once. Progressive (JPEG) says nothing here.
  bool interlaced;
  /// PNG rows of 8-bit samples as they are in the file: nothing to expand, nothing to put in order.
  bool plain;
  /// The four samples are cyan, magenta, yellow, black, with 255 for no ink.
  bool cmyk;
  /// The file stores luma and chroma, whatever is delivered.
  bool storesLuma;
  /// The three samples are luma and chroma.
  bool ycc;
} PictureLayout;

/// What is wanted of a colour JPEG.
typedef enum {
  jpegColour,
  /// The luma alone, without any chroma work, where the file stores it.
  jpegLuma,
  /// Luma and chroma, where the file stores them.
  jpegLumaAndColour,
} JPEGContent;

typedef struct PNGDecoder PNGDecoder;
typedef struct JPEGDecoder JPEGDecoder;

/// A decoder over bytes that must outlive it; null when there is no memory.
PNGDecoder *pngDecoderCreate(CodecInput input);
/// Reads everything before the pixels. To be called once, first.
int pngDecoderHeader(PNGDecoder *decoder, PictureLayout *layout);
/// Reads the next `count` rows, `stride` bytes apart; all of them at once when interlaced.
int pngDecoderRows(PNGDecoder *decoder, uint8_t *rows, size_t stride, uint32_t count);
/// Whole rows read so far; of an interlaced picture those that hold something.
uint32_t pngDecoderRowCount(const PNGDecoder *decoder);
/// Checks what follows the pixels.
int pngDecoderEnd(PNGDecoder *decoder);
/// The library's words for the failure.
const char *pngDecoderMessage(const PNGDecoder *decoder);
void pngDecoderDestroy(PNGDecoder *decoder);

/// A decoder over bytes that must outlive it; null when there is no memory.
JPEGDecoder *jpegDecoderCreate(CodecInput input);
/// Reads everything before the pixels. To be called once, first.
int jpegDecoderHeader(JPEGDecoder *decoder, JPEGContent content, PictureLayout *layout);
/// Reads the next `count` rows, `stride` bytes apart. The first call may allocate the whole picture (progressive).
int jpegDecoderRows(JPEGDecoder *decoder, uint8_t *rows, size_t stride, uint32_t count);
/// Whole rows read so far; with damage that was kept, those that hold something.
uint32_t jpegDecoderRowCount(const JPEGDecoder *decoder);
/// The damage that was passed over so far: `codecOK` for none.
int jpegDecoderDamage(const JPEGDecoder *decoder);
/// Checks what follows the pixels.
int jpegDecoderEnd(JPEGDecoder *decoder);
/// The library's words for the failure.
const char *jpegDecoderMessage(const JPEGDecoder *decoder);
void jpegDecoderDestroy(JPEGDecoder *decoder);

#endif
