package node

import (
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
)

func certificate(text string, key ed25519.PrivateKey) (tls.Certificate, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return tls.Certificate{}, errors.New("no certificate; enrol again")
	}
	leaf, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{block.Bytes}, PrivateKey: key, Leaf: leaf}, nil
}
