package phone

import "net"

// clearing is a listener whose connections clear a buffer before they read
// into it. The server reads all requests of a connection, and then those of
// other connections, into the same buffer: what a rider wrote would stay in it
// behind the end of the next request, for as long as a phone keeps its
// connection.
type clearing struct{ net.Listener }

func (l clearing) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return clearingConn{c}, nil
}

type clearingConn struct{ net.Conn }

func (c clearingConn) Read(b []byte) (int, error) {
	clear(b)
	return c.Conn.Read(b)
}
