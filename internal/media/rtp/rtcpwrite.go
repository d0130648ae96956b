package rtp

import "encoding/binary"

// MaxReports is how many report blocks one SR or RR can have (RFC 3550 section 6.4: the count has five bits).
const MaxReports = 31

func appendHead(dst []byte, count, kind uint8, bodyBytes int) []byte {
	dst = append(dst, 2<<6|count&0x1F, kind)
	return binary.BigEndian.AppendUint16(dst, uint16(bodyBytes/4))
}

// AppendSR appends a sender report without report blocks.
func AppendSR(dst []byte, s SenderReport) []byte {
	dst = appendHead(dst, 0, TypeSR, 24)
	dst = binary.BigEndian.AppendUint32(dst, s.SSRC)
	dst = binary.BigEndian.AppendUint64(dst, s.NTP)
	dst = binary.BigEndian.AppendUint32(dst, s.RTPTime)
	dst = binary.BigEndian.AppendUint32(dst, s.Packets)
	return binary.BigEndian.AppendUint32(dst, s.Bytes)
}

// AppendRR appends a receiver report with at most MaxReports blocks; further ones are left out.
func AppendRR(dst []byte, senderSSRC uint32, reports []Report) []byte {
	reports = reports[:min(len(reports), MaxReports)]
	dst = appendHead(dst, uint8(len(reports)), TypeRR, 4+reportSize*len(reports))
	dst = binary.BigEndian.AppendUint32(dst, senderSSRC)
	for _, r := range reports {
		dst = binary.BigEndian.AppendUint32(dst, r.SSRC)
		dst = append(dst, r.FractionLost, byte(r.TotalLost>>16), byte(r.TotalLost>>8), byte(r.TotalLost))
		dst = binary.BigEndian.AppendUint32(dst, r.HighestSeq)
		dst = binary.BigEndian.AppendUint32(dst, r.Jitter)
		dst = binary.BigEndian.AppendUint32(dst, r.LastSR)
		dst = binary.BigEndian.AppendUint32(dst, r.DelaySince)
	}
	return dst
}

// AppendCNAME appends a source description with one chunk that has the CNAME (RFC 3550 section 6.5.1), of at
// most 255 bytes.
func AppendCNAME(dst []byte, ssrc uint32, cname string) []byte {
	cname = cname[:min(len(cname), 255)]
	chunk := 4 + 2 + len(cname)
	padded := chunk + 4 - chunk%4 // at least one null ends the chunk
	dst = appendHead(dst, 1, TypeSDES, padded)
	dst = binary.BigEndian.AppendUint32(dst, ssrc)
	dst = append(dst, 1, byte(len(cname)))
	dst = append(dst, cname...)
	for range padded - chunk {
		dst = append(dst, 0)
	}
	return dst
}

// AppendPLI appends a picture loss indication (RFC 4585 section 6.3.1).
func AppendPLI(dst []byte, senderSSRC, mediaSSRC uint32) []byte {
	dst = appendHead(dst, FormatPLI, TypePSFB, 8)
	dst = binary.BigEndian.AppendUint32(dst, senderSSRC)
	return binary.BigEndian.AppendUint32(dst, mediaSSRC)
}

// AppendFIR appends a full intra request (RFC 5104 section 4.3.1) for publishers that know no PLI.
func AppendFIR(dst []byte, senderSSRC, mediaSSRC uint32, seq uint8) []byte {
	dst = appendHead(dst, FormatFIR, TypePSFB, 16)
	dst = binary.BigEndian.AppendUint32(dst, senderSSRC)
	dst = binary.BigEndian.AppendUint32(dst, 0) // RFC 5104: the media SSRC is in the control information
	dst = binary.BigEndian.AppendUint32(dst, mediaSSRC)
	return append(dst, seq, 0, 0, 0)
}

// AppendRTX writes the payload of a retransmission (RFC 4588 section 4): the original sequence number and the
// original payload.
func AppendRTX(dst []byte, original uint16, payload []byte) []byte {
	dst = binary.BigEndian.AppendUint16(dst, original)
	return append(dst, payload...)
}

// ParseRTX splits the payload of a retransmission. ok is false for padding, which browsers send on the
// retransmission stream to probe the bandwidth.
func ParseRTX(payload []byte) (original uint16, rest []byte, ok bool) {
	if len(payload) < 2 {
		return 0, nil, false
	}
	return binary.BigEndian.Uint16(payload), payload[2:], true
}
