import Testing

@Suite struct ModelFilesPlaceholder {}
