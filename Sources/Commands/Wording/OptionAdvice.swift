import ConvolutionCore
import Datasets
import PictureFiles

// The libraries say what is wrong; which option mends it is said here.

/// What can be done about a picture that is not read.
func optionAdvice(_ error: ImageError) -> String {
  switch error {
  case .tooManyPixels: "; raise it with --max-pixels"
  case .fileTooLarge: " (--max-pixels)"
  case .truncated, .fileTooSmall, .broken: "; --damaged keep takes what is there"
  case .file, .empty, .unknownFormat, .unsupportedFormat, .truncatedHeader, .outOfMemory: ""
  }
}

/// What can be done about a convolution that does not fit.
func optionAdvice(_ error: ConvolutionError) -> String {
  if case .kernelLargerThanPlane = error { " (--padding same)" } else { "" }
}

/// What can be done about a file that cannot be fetched.
func optionAdvice(_ error: DownloadError) -> String {
  switch error {
  case .noMirror: " with --mirror"
  case .differs: " (--force)"
  case .file, .noLibrary, .busy, .interrupted, .archive: ""
  }
}
