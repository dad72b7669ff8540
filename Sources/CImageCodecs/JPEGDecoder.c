// libjpeg-turbo, reading from memory. One setjmp for each public function.
#include "CImageCodecs.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

// More scans than any encoder writes: a small file can ask for hours of work with them.
enum { scanLimit = 500 };

struct JPEGDecoder {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  bool started;
  int status;
  char message[JMSG_LENGTH_MAX];
};

static void onError(j_common_ptr jpeg) {
  JPEGDecoder *decoder = jpeg->client_data;
  decoder->status = codecBroken;
  jpeg->err->format_message(jpeg, decoder->message);
  longjmp(decoder->escape, 1);
}

// The library goes on after damage and fills the rest with gray; here damage to the pixels is an error.
static void onMessage(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  JPEGDecoder *decoder = jpeg->client_data;
  switch (jpeg->err->msg_code) {
  case JWRN_JPEG_EOF:
    decoder->status = codecTruncated;
    longjmp(decoder->escape, 1);
  case JWRN_HIT_MARKER:
  case JWRN_HUFF_BAD_CODE:
  case JWRN_ARITH_BAD_CODE:
  case JWRN_MUST_RESYNC:
    onError(jpeg);
  default:
    return;
  }
}

static void outputMessage(j_common_ptr jpeg) { (void)jpeg; }

static void onProgress(j_common_ptr jpeg) {
  if (!jpeg->is_decompressor || ((j_decompress_ptr)jpeg)->input_scan_number <= scanLimit) return;
  JPEGDecoder *decoder = jpeg->client_data;
  decoder->status = codecBroken;
  snprintf(decoder->message, sizeof decoder->message, "more than %d scans", scanLimit);
  longjmp(decoder->escape, 1);
}

JPEGDecoder *jpegDecoderCreate(const uint8_t *bytes, size_t count) {
  JPEGDecoder *decoder = calloc(1, sizeof *decoder);
  if (!decoder) return NULL;
  decoder->jpeg.err = jpeg_std_error(&decoder->errors);
  decoder->errors.error_exit = onError;
  decoder->errors.emit_message = onMessage;
  decoder->errors.output_message = outputMessage;
  decoder->jpeg.client_data = decoder;
  if (setjmp(decoder->escape)) {
    jpegDecoderDestroy(decoder);
    return NULL;
  }
  jpeg_create_decompress(&decoder->jpeg);
  decoder->progress.progress_monitor = onProgress;
  decoder->jpeg.progress = &decoder->progress;
  jpeg_mem_src(&decoder->jpeg, bytes, count);
  return decoder;
}

int jpegDecoderHeader(JPEGDecoder *decoder, bool luma, PictureLayout *layout) {
  j_decompress_ptr jpeg = &decoder->jpeg;
  if (setjmp(decoder->escape)) return decoder->status;
  jpeg_read_header(jpeg, TRUE);
  layout->width = jpeg->image_width;
  layout->height = jpeg->image_height;
  layout->depth = 8;
  layout->storedDepth = jpeg->data_precision;
  layout->interlaced = false;
  layout->plain = false;
  layout->cmyk = false;
  layout->inverted = jpeg->saw_Adobe_marker;
  switch (jpeg->jpeg_color_space) {
  case JCS_GRAYSCALE:
    jpeg->out_color_space = JCS_GRAYSCALE;
    layout->channels = 1;
    break;
  case JCS_YCbCr:
    // Gray skips the chroma work of a colour picture.
    jpeg->out_color_space = luma ? JCS_GRAYSCALE : JCS_RGB;
    layout->channels = luma ? 1 : 3;
    break;
  case JCS_CMYK:
  case JCS_YCCK:
    jpeg->out_color_space = JCS_CMYK;
    layout->channels = 4;
    layout->cmyk = true;
    break;
  default:
    jpeg->out_color_space = JCS_RGB;
    layout->channels = 3;
    break;
  }
  return codecOK;
}

int jpegDecoderRows(JPEGDecoder *decoder, uint8_t *rows, size_t stride, uint32_t count) {
  j_decompress_ptr jpeg = &decoder->jpeg;
  if (setjmp(decoder->escape)) return decoder->status;
  if (!decoder->started) {
    jpeg_start_decompress(jpeg);
    decoder->started = true;
  }
  JDIMENSION end = jpeg->output_scanline + count;
  JDIMENSION start = jpeg->output_scanline;
  while (jpeg->output_scanline < end && jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW row = rows + (size_t)(jpeg->output_scanline - start) * stride;
    jpeg_read_scanlines(jpeg, &row, 1);
  }
  return codecOK;
}

uint32_t jpegDecoderRowCount(const JPEGDecoder *decoder) { return decoder->jpeg.output_scanline; }

int jpegDecoderEnd(JPEGDecoder *decoder) {
  if (setjmp(decoder->escape)) return decoder->status;
  jpeg_finish_decompress(&decoder->jpeg);
  return codecOK;
}

const char *jpegDecoderMessage(const JPEGDecoder *decoder) { return decoder->message; }

void jpegDecoderDestroy(JPEGDecoder *decoder) {
  jpeg_destroy_decompress(&decoder->jpeg);
  free(decoder);
}
