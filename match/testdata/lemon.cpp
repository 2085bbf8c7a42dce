// Solves graphs with LEMON, for the test that compares. It reads, until there is no
// more: how many vertices, how many edges, 1 for a perfect matching or 0 for the
// heaviest, then the two ends and the weight of every edge. It writes the weight of
// the best matching of each, or "none".
#include <iostream>

#include <lemon/matching.h>
#include <lemon/smart_graph.h>

int main() {
  using Graph = lemon::SmartGraph;
  using Weights = Graph::EdgeMap<long long>;
  int vertices, edges, perfect;
  while (std::cin >> vertices >> edges >> perfect) {
    Graph graph;
    Weights weights(graph);
    for (int v = 0; v < vertices; v++) graph.addNode();
    for (int e = 0; e < edges; e++) {
      int a, b;
      long long weight;
      std::cin >> a >> b >> weight;
      weights[graph.addEdge(graph.nodeFromId(a), graph.nodeFromId(b))] = weight;
    }
    if (perfect) {
      lemon::MaxWeightedPerfectMatching<Graph, Weights> solver(graph, weights);
      if (solver.run()) std::cout << solver.matchingWeight() << "\n";
      else std::cout << "none\n";
    } else {
      lemon::MaxWeightedMatching<Graph, Weights> solver(graph, weights);
      solver.run();
      std::cout << solver.matchingWeight() << "\n";
    }
  }
}
