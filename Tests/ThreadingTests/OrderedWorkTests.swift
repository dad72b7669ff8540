import Testing
import Threading

@Suite struct OrderedWorkTests {
  @Test(arguments: [1, 2, 4], [1, 3, 16]) func resultsComeInTheOrderOfTheJobs(threads: Int, capacity: Int) {
    let work = OrderedWork<Int, Int>(threads: threads, capacity: capacity) { job in
      // Early jobs take longest, so that later ones are done first.
      var sum = 0
      for i in 0..<(200 - job) * 20 { sum ^= i }
      return sum == -1 ? 0 : job * job
    }
    var results: [Int] = []
    for job in 0..<200 { results += work.submit(job) }
    results += work.finish()
    #expect(results == (0..<200).map { $0 * $0 })
  }
}
