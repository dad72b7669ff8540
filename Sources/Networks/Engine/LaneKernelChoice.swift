import CLaneKernels
import CProcessor
import LaneKernels
import LaneKernelsAVX2
import LaneKernelsAVX512

/// The loops for this processor, chosen once.
let laneKernels: LaneKernelTable = withUnsafeTemporaryAllocation(of: LaneKernelTable.self, capacity: 1) { table in
  guard let table = table.baseAddress else { preconditionFailure("one element has an address") }
  switch cprocessor_level() {
  case 2: LaneKernelsAVX512.fillLaneKernels(table)
  case 1: LaneKernelsAVX2.fillLaneKernels(table)
  default: LaneKernels.fillLaneKernels(table)
  }
  return table.pointee
}
