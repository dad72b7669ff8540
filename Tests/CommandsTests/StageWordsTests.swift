import Commands
import Testing

@Suite struct StageWordsTests {
  @Test(
    arguments: [
      ("edge relu max:2", ["edge", "relu", "max:2"]),
      ("0 -1 0; -1 5 -1; 0 -1 0 relu", ["0 -1 0; -1 5 -1; 0 -1 0", "relu"]),
      ("edge  -1 0 1 ;-2 0 2 max:2", ["edge", "-1 0 1 ;-2 0 2", "max:2"]),
      ("relu [[0,-1],[1, 0]] [1 2 1] tanh", ["relu", "[[0,-1],[1, 0]]", "[1 2 1]", "tanh"]),
      ("1/9 * [1 1; 1 1] relu", ["1/9 * [1 1; 1 1]", "relu"]),
      ("0 -1 0\n-1 5 -1\n0 -1 0\nrelu", ["0 -1 0\n-1 5 -1\n0 -1 0", "relu"]),
      ("0,-1,0 -1,5,-1 0,-1,0 edge", ["0,-1,0 -1,5,-1 0,-1,0", "edge"]),
      ("√2 -√2 1e-3 gaussian:2", ["√2 -√2 1e-3", "gaussian:2"]),
      ("2 edge 3", ["2", "edge", "3"]),
      ("lenet:conv1:3 relu", ["lenet:conv1:3", "relu"]),
      ("  ", []),
    ] as [(String, [String])])
  func aMatrixIsOneStage(_ text: String, _ expected: [String]) {
    #expect(StageWords.parts(of: text) == expected)
  }
}
