/// A pipeline whose model the daemon serves, with a server and clients of nothing but Python.
enum ServedPipeline {
    /// - Parameter serve: more keys of `serve`, each a line.
    static func definition(serve: String = "") -> String {
        Pipeline.watching(Pipeline.training, more: more(serve))
    }

    static func more(_ serve: String) -> String {
        """
        deploy: { target: "@ROOT@/live" }
        serve:
          run: [python3, server.py]
          listen: "@ROOT@/predict.sock"
          health: { path: /health, within: 30s }
        \(serve.indented(2))
        """
    }

    static func prepare(_ sandbox: Sandbox) throws {
        try sandbox.write(server, to: "src/server.py")
        try sandbox.write(load, to: "src/load.py")
    }

    /// Answers with its version, slowly enough that every moment has requests under way; a model that says `bad` ends it,
    /// one that says `late` is only found out when a server is started that clients shall reach.
    private static let server = """
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer; import json, os, signal, socket, sys, threading, time
        model = open(os.environ["MLOPS_MODEL"] + "/model").read()
        version, rehearses = os.environ["MLOPS_VERSION"], os.environ["MLOPS_REHEARSAL"] == "1"
        if "bad" in model or "late" in model and not rehearses:
            sys.exit("the model is bad")
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                time.sleep(0.005)
                body = json.dumps({"version": version, "pid": os.getpid(), "path": self.path}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def address_string(self): return "local"
            def log_request(self, *_): pass
        class Server(ThreadingHTTPServer):
            daemon_threads = False
            def get_request(self): return self.socket.accept()[0], ("local", 0)
        server = Server(("127.0.0.1", int(os.environ.get("PORT", "0"))), Handler, bind_and_activate="PORT" in os.environ)
        if "PORT" not in os.environ:
            assert os.environ["LISTEN_PID"] == str(os.getpid()) and os.environ["LISTEN_FDS"] == "1"
            server.socket.close()
            server.socket = socket.socket(fileno=3)
        signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
        server.serve_forever(poll_interval=0.02)
        server.server_close()

        """

    /// Four clients that open a connection for each request, until there is a file `stop`.
    private static let load = """
        from http.client import HTTPConnection; import json, os, socket, sys, threading
        answers, failures, lock = {}, [], threading.Lock()
        class Connection(HTTPConnection):
            def connect(self):
                self.sock = socket.socket(socket.AF_UNIX)
                self.sock.settimeout(60)
                self.sock.connect(sys.argv[1])
        def client():
            while not os.path.exists("stop"):
                try:
                    connection = Connection("localhost")
                    connection.request("GET", "/predict")
                    answer = connection.getresponse()
                    version = json.loads(answer.read())["version"]
                    assert answer.status == 200
                    with lock:
                        answers[version] = answers.get(version, 0) + 1
                except Exception as error:
                    with lock:
                        failures.append(repr(error))
                finally:
                    connection.close()
        threads = [threading.Thread(target=client) for _ in range(4)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        print(json.dumps({"answers": answers, "failures": failures}))

        """
}
