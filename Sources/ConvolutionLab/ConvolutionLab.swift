// Everything a program needs to filter pictures and to build, train, save and load networks, by one import.

@_exported import ConvolutionCore
@_exported import Datasets
@_exported import KernelFiles
@_exported import ModelFiles
@_exported import NetworkDescription
@_exported import NetworkEngine
@_exported import NetworkExplaining
@_exported import NetworkTraining
@_exported import PictureFiles
