import CLayerLoops
import CProcessor
import LayerLoops
import NetworkDescription

#if arch(x86_64)
  import LayerLoopsAVX2
  import LayerLoopsAVX512
#endif

/// The loops for this processor, chosen once.
package let layerLoops: LayerLoopTable = withUnsafeTemporaryAllocation(of: LayerLoopTable.self, capacity: 1) { table in
  guard let table = table.baseAddress else { preconditionFailure("one element has an address") }
  switch cprocessor_level() {
  #if arch(x86_64)
    case 2: LayerLoopsAVX512.fillLayerLoops(table)
    case 1: LayerLoopsAVX2.fillLayerLoops(table)
  #endif
  default: LayerLoops.fillLayerLoops(table)
  }
  return table.pointee
}
