import CLayerLoops
import LayerLoops

#if arch(x86_64)
  import CProcessor
  import LayerLoopsAVX2
  import LayerLoopsAVX512
#endif

/// The loops for this processor, chosen once.
package let layerLoops: LayerLoopTable = withUnsafeTemporaryAllocation(of: LayerLoopTable.self, capacity: 1) { table in
  guard let table = table.baseAddress else { preconditionFailure("one element has an address") }
  #if arch(x86_64)
    switch cprocessor_level() {
    case 2: LayerLoopsAVX512.fillLayerLoops(table)
    case 1: LayerLoopsAVX2.fillLayerLoops(table)
    default: LayerLoops.fillLayerLoops(table)
    }
  #else
    LayerLoops.fillLayerLoops(table)
  #endif
  return table.pointee
}
