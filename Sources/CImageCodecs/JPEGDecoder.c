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
// Bytes that are asked for at once.
enum { step = 1 << 16 };

struct JPEGDecoder {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  struct jpeg_source_mgr source;
  CodecInput input;
  // Bytes that the library has been given.
  size_t given;
  jmp_buf escape;
  bool started;
  int status;
  // What was passed over, and how many rows hold something.
  int damage;
  uint32_t wholeRows;
  char message[JMSG_LENGTH_MAX];
};

static void onError(j_common_ptr jpeg) {
  JPEGDecoder *decoder = jpeg->client_data;
  decoder->status = jpeg->err->msg_code == JERR_OUT_OF_MEMORY ? codecNoMemory : codecBroken;
  jpeg->err->format_message(jpeg, decoder->message);
  longjmp(decoder->escape, 1);
}

// Rows up to the end of the blocks that are being read when the data end.
static uint32_t rowsThatHoldSomething(const JPEGDecoder *decoder) {
  const struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
  if (!decoder->started) return 0;
  // Behind its first scan a progressive picture is coarse, but whole.
  if (jpeg->input_scan_number > 1) return jpeg->output_height;
  uint64_t rows = (uint64_t)jpeg->input_iMCU_row * (uint64_t)jpeg->max_v_samp_factor * DCTSIZE;
  return rows < jpeg->output_height ? (uint32_t)rows : jpeg->output_height;
}

static void passOver(JPEGDecoder *decoder, int damage) {
  if (decoder->damage != codecOK && decoder->damage != codecBroken) return;
  if (decoder->damage == codecOK && damage == codecBroken)
    decoder->errors.format_message((j_common_ptr)&decoder->jpeg, decoder->message);
  decoder->damage = damage;
  if (damage == codecTruncated) decoder->wholeRows = rowsThatHoldSomething(decoder);
}

// The library goes on after damage and fills the rest with gray; here damage to the pixels is an error unless it is kept.
static void onMessage(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  JPEGDecoder *decoder = jpeg->client_data;
  int damage = codecBroken;
  switch (jpeg->err->msg_code) {
  case JWRN_JPEG_EOF:
    damage = codecTruncated;
    break;
  case JWRN_HIT_MARKER:
  case JWRN_HUFF_BAD_CODE:
  case JWRN_ARITH_BAD_CODE:
  case JWRN_MUST_RESYNC:
    break;
  default:
    return;
  }
  if (decoder->input.keepsDamaged && decoder->started) {
    passOver(decoder, damage);
  } else if (damage == codecTruncated) {
    decoder->status = codecTruncated;
    longjmp(decoder->escape, 1);
  } else {
    onError(jpeg);
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

static void startSource(j_decompress_ptr jpeg) { (void)jpeg; }

static boolean fillSource(j_decompress_ptr jpeg) {
  JPEGDecoder *decoder = jpeg->client_data;
  size_t count = decoder->input.fill(decoder->input.context, decoder->given + step);
  if (count > decoder->given + step) count = decoder->given + step;
  if (count > decoder->given) {
    jpeg->src->next_input_byte = decoder->input.bytes + decoder->given;
    jpeg->src->bytes_in_buffer = count - decoder->given;
    decoder->given = count;
    return TRUE;
  }
  static const JOCTET end[2] = {0xFF, JPEG_EOI};
  WARNMS(jpeg, JWRN_JPEG_EOF);
  jpeg->src->next_input_byte = end;
  jpeg->src->bytes_in_buffer = sizeof end;
  return TRUE;
}

static void skipSource(j_decompress_ptr jpeg, long count) {
  while (count > (long)jpeg->src->bytes_in_buffer) {
    count -= (long)jpeg->src->bytes_in_buffer;
    fillSource(jpeg);
    // The end that was made up is not to be skipped.
    JPEGDecoder *decoder = jpeg->client_data;
    if (decoder->damage == codecTruncated) return;
  }
  if (count <= 0) return;
  jpeg->src->next_input_byte += count;
  jpeg->src->bytes_in_buffer -= (size_t)count;
}

JPEGDecoder *jpegDecoderCreate(CodecInput input) {
  JPEGDecoder *decoder = calloc(1, sizeof *decoder);
  if (!decoder) return NULL;
  decoder->input = input;
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
  decoder->source.init_source = startSource;
  decoder->source.fill_input_buffer = fillSource;
  decoder->source.skip_input_data = skipSource;
  decoder->source.resync_to_restart = jpeg_resync_to_restart;
  decoder->source.term_source = startSource;
  decoder->jpeg.src = &decoder->source;
  return decoder;
}

int jpegDecoderHeader(JPEGDecoder *decoder, JPEGContent content, PictureLayout *layout) {
  j_decompress_ptr jpeg = &decoder->jpeg;
  if (setjmp(decoder->escape)) return decoder->status;
  jpeg_read_header(jpeg, TRUE);
  layout->width = jpeg->image_width;
  layout->height = jpeg->image_height;
  layout->depth = 8;
  layout->storedDepth = (uint32_t)jpeg->data_precision;
  layout->storedChannels = (uint32_t)jpeg->num_components;
  layout->interlaced = false;
  layout->plain = false;
  layout->cmyk = false;
  layout->ycc = false;
  layout->storesLuma = jpeg->jpeg_color_space == JCS_YCbCr;
  layout->channels = 3;
  switch (jpeg->jpeg_color_space) {
  case JCS_GRAYSCALE:
    jpeg->out_color_space = JCS_GRAYSCALE;
    layout->channels = 1;
    break;
  case JCS_YCbCr:
    jpeg->out_color_space = JCS_RGB;
    if (content == jpegLuma) {
      jpeg->out_color_space = JCS_GRAYSCALE;
      layout->channels = 1;
    } else if (content == jpegLumaAndColour) {
      jpeg->out_color_space = JCS_YCbCr;
      layout->ycc = true;
    }
    break;
  case JCS_CMYK:
  case JCS_YCCK:
    jpeg->out_color_space = JCS_CMYK;
    layout->channels = 4;
    layout->cmyk = true;
    break;
  default:
    jpeg->out_color_space = JCS_RGB;
    break;
  }
  return codecOK;
}

int jpegDecoderRows(JPEGDecoder *decoder, uint8_t *rows, size_t stride, uint32_t count) {
  j_decompress_ptr jpeg = &decoder->jpeg;
  if (setjmp(decoder->escape)) return decoder->status;
  if (!decoder->started) {
    decoder->started = true;
    jpeg_start_decompress(jpeg);
  }
  JDIMENSION end = jpeg->output_scanline + count;
  JDIMENSION start = jpeg->output_scanline;
  while (jpeg->output_scanline < end && jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW row = rows + (size_t)(jpeg->output_scanline - start) * stride;
    jpeg_read_scanlines(jpeg, &row, 1);
  }
  return codecOK;
}

uint32_t jpegDecoderRowCount(const JPEGDecoder *decoder) {
  uint32_t rows = decoder->jpeg.output_scanline;
  return decoder->damage == codecTruncated && decoder->wholeRows < rows ? decoder->wholeRows : rows;
}

int jpegDecoderDamage(const JPEGDecoder *decoder) { return decoder->damage; }

int jpegDecoderEnd(JPEGDecoder *decoder) {
  if (setjmp(decoder->escape)) return decoder->status;
  jpeg_finish_decompress(&decoder->jpeg);
  return decoder->damage;
}

const char *jpegDecoderMessage(const JPEGDecoder *decoder) { return decoder->message; }

void jpegDecoderDestroy(JPEGDecoder *decoder) {
  jpeg_destroy_decompress(&decoder->jpeg);
  free(decoder);
}
