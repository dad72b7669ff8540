#ifndef CLAYERLOOPS_H
#define CLAYERLOOPS_H

// The shapes that the training loops work on, and the table of those loops that each instruction set fills.
//
// One SIMD lane is one sample: a map of C × H × W values of sixteen samples lies as [y][x][c][16].
// All steps and offsets count floats. Weights lie as [block of 16 outputs][tap][16], a tap being (ky, kx, c).

#pragma clang assume_nonnull begin

/// Samples side by side.
enum { LANES = 16 };

/// Where the values of sixteen samples lie: value (c, y, x) at `origin + y * row + x * column + c * 16`.
typedef struct {
  float *origin;
  long channels, height, width;
  long row, column;
} LaneMap;

/// Taps that lie behind each other both in the input and in the weights.
typedef struct {
  long input, weight, length;
} LaneRun;

/// A convolution (or a fully connected layer, whose kernel is as large as its input) of one group of channels.
typedef struct {
  const LaneRun *runs;
  long runCount;
  /// Taps of one output: kH · kW · I.
  long taps;
  /// Outputs, and the positions of each.
  long outputs, height, width;
  /// From one position to the next in the input and in the output.
  long inputRow, inputColumn, outputRow, outputColumn;
} LaneConvolution;

/// An output row or column that one input row or column went into, and the weights that took it there.
typedef struct {
  long gradient, weight;
} LanePair;

/// The way back from the outputs of a convolution to its inputs.
typedef struct {
  /// The pairs of input row y are `rows[rowStarts[y]..<rowStarts[y + 1]]`; likewise for columns.
  const long *rowStarts;
  const LanePair *rows;
  const long *columnStarts;
  const LanePair *columns;
  long taps;
  long outputs;
  /// The input map's channels (of the group), size and steps.
  long inputs, height, width, inputRow, inputColumn;
} LaneDataGradient;

/// Pooling windows, clipped where padding would reach out of the map: rows added on top, columns on the left, and from
/// one value of a window to the next.
typedef struct {
  long windowHeight, windowWidth, stepY, stepX, top, left, gapY, gapX;
} LanePooling;

/// Which function an activation applies.
typedef enum { LaneReLU, LaneLeakyReLU, LaneTanh, LaneScaledTanh, LaneSigmoid } LaneActivation;

/// How one range of parameters is updated.
typedef struct {
  float rate, momentum, decay;
  /// Adam's β₁, β₂, ε and the corrections 1 / (1 − βᵗ).
  float beta1, beta2, epsilon, correction1, correction2;
  /// Adam's decay apart from the gradient (AdamW).
  int decoupled;
  int nesterov;
} LaneUpdate;

/// The loops, each built for several instruction sets.
typedef struct {
  /// The most outputs for which the weights' gradient is faster with lanes that are samples than with lanes that are
  /// outputs. It decides the order of sums, so it is the same for all builds that round alike.
  long sampleOutputs;

  // Convolution
  void (*convolve)(const LaneConvolution *, const float *input, const float *weights, const float *bias, float *output);
  void (*dataGradient)(const LaneDataGradient *, const float *gradient, const float *weights, float *result, int add);
  /// partial[o][tap][16] += Σ over positions; for few outputs.
  void (*weightGradientOfSamples)(const LaneConvolution *, const float *input, const float *gradient, float *partial);
  /// transposed[block][position][sample][16 outputs].
  void (*transposeGradient)(const LaneConvolution *, const float *gradient, float *transposed);
  /// result[block][tap][16 outputs] += Σ over positions and samples.
  void (*weightGradientOfOutputs)(const LaneConvolution *, const float *input, const float *transposed, float *result);
  /// partial[o][16] += Σ over positions.
  void (*biasGradient)(const LaneConvolution *, const float *gradient, float *partial);
  /// result[block][tap][16 outputs] += Σ over samples of partial[o][tap][16].
  void (*foldSamples)(const float *partial, long outputs, long taps, float *result);

  // Pooling
  void (*maxPool)(const LanePooling *, const LaneMap *input, const LaneMap *output, int relu);
  void (*maxPoolGradient)(
      const LanePooling *, const LaneMap *input, const LaneMap *output, const LaneMap *gradient, const LaneMap *result,
      int relu, int add);
  /// Also the place of each largest value in its window, from 0, or −1: winners[y][x][c][16].
  void (*maxPoolWinners)(
      const LanePooling *, const LaneMap *input, const LaneMap *output, float *winners, int relu);
  /// The gradient at those places; for windows side by side.
  void (*maxPoolWinnersGradient)(
      const LanePooling *, const float *winners, const LaneMap *gradient, const LaneMap *result);
  void (*sumPool)(const LanePooling *, const LaneMap *input, const LaneMap *output, float scale);
  void (*sumPoolGradient)(
      const LanePooling *, const LaneMap *gradient, const LaneMap *result, float scale, int add);

  // Value by value
  void (*activate)(LaneActivation, float slope, const LaneMap *input, const LaneMap *output);
  void (*activationGradient)(
      LaneActivation, float slope, const LaneMap *output, const LaneMap *gradient, const LaneMap *result, int add);
  void (*copy)(const LaneMap *input, const LaneMap *output, int add);
  /// output = scale[c] · input + shift[c].
  void (*affine)(const LaneMap *input, const float *scale, const float *shift, const LaneMap *output);
  /// result = scale[c] · gradient; scalePartial[c][16] += gradient · input; shiftPartial[c][16] += gradient.
  void (*affineGradient)(
      const LaneMap *input, const LaneMap *gradient, const float *scale, const LaneMap *result, int add,
      float *scalePartial, float *shiftPartial);
  /// The map as a vector in the order C, H, W, and back.
  void (*flatten)(const LaneMap *input, float *output);
  void (*unflatten)(const float *gradient, const LaneMap *result, int add);
  void (*dropOut)(const LaneMap *input, const LaneMap *output, unsigned seed, float rate, int add);

  // Batch normalisation
  /// sums[c][16] += value, squares[c][16] += (value − center[c])² of the first `samples` lanes.
  void (*channelSums)(const LaneMap *input, const float *center, long samples, float *sums, float *squares);
  /// result = scale[c] · gradient + slope[c] · input + shift[c], 0 beyond `samples`.
  void (*normalizationGradient)(
      const LaneMap *input, const LaneMap *gradient, const float *scale, const float *slope, const float *shift,
      long samples, const LaneMap *result, int add);

  // Output and loss. `losses` and `hits` get a number for each of the sixteen samples.
  void (*softmax)(const float *logits, long classes, float *probabilities);
  void (*softmaxGradient)(const float *probabilities, const float *gradient, long classes, float *result, int add);
  void (*crossEntropy)(
      const float *logits, long classes, const int *labels, long samples, float smoothing, float scale, float *gradient,
      float *losses);
  void (*squaredError)(
      const float *outputs, long classes, const int *labels, long samples, float smoothing, float scale,
      float *gradient, float *losses);
  void (*hinge)(
      const float *outputs, long classes, const int *labels, long samples, float scale, float *gradient, float *losses);
  /// The class with the largest output of each sample, the first of equals.
  void (*largest)(const float *outputs, long classes, int *winners);
  void (*radialBasis)(const float *input, long inputs, const float *patterns, long outputs, float *output);
  void (*radialBasisGradient)(
      const float *input, long inputs, const float *patterns, long outputs, const float *gradient, float *result, int add);

  // Parameters
  /// result = Σ over shards, in their order.
  void (*sumShards)(const float *_Nonnull const *_Nonnull shards, long count, long start, long end, float *result);
  void (*descend)(const LaneUpdate *, float *weights, const float *gradient, float *velocity, long count);
  void (*adam)(const LaneUpdate *, float *weights, const float *gradient, float *mean, float *variance, long count);
  /// average += (1 − decay) · (weights − average).
  void (*follow)(float *average, const float *weights, float decay, long count);

  // Pictures
  /// Sixteen planes of bytes side by side: output[pixel * step + lane] = byte · scale + shift.
  void (*loadPlane)(
      const unsigned char *_Nonnull const *_Nonnull planes, long height, long width, float scale, float shift,
      float *output, long row, long column);

  /// `rounds` multiply-adds of each of the accumulators that fit into the registers, as fast as the processor can;
  /// returns how many floating-point operations that were. For benchmarks.
  double (*measurePeak)(long rounds, float *result);
} LayerLoopTable;

#pragma clang assume_nonnull end

#endif
